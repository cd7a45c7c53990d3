"""A hurtful predicate → a calm one: at the end of a clause, or before けど、 し、 から、 within it."""

import re
from dataclasses import dataclass

from apps.analyze.language.tokens import Token
from apps.transform.contracts import Edit
from apps.transform.rewriting.orders.japanese.clauses import BREAKS, Clause
from apps.transform.types.soften.japanese.marks import calm_mark
from apps.transform.types.soften.japanese.topics import lead_up
from apps.transform.types.soften.japanese.word_rules import WordRule

TAIL = frozenset(
    [
        "だ",
        "です",
        "な",
        "なん",
        "ん",
        "の",
        "か",
        "よ",
        "ね",
        "わ",
        "ぞ",
        "ぜ",
        "さ",
        "じゃん",
        "だろ",
        "だろう",
        "でしょ",
        "でしょう",
        "わけ",
        "けど",
        "けれど",
        "から",
        "が",
        "し",
        "って",
        "っす",
        "も",
        "ます",
        "かも",
    ]
)
RHETORICAL = re.compile(
    r"(?:(?:なん|ん|なの)(?:じゃ|では)(?:ない|ねえ|ねー)|(?:じゃ|では)(?:ない|ねえ|ねー)(?=の|か|[？?]))(?:の|か|です|よ|ね)*[。！？!?]*$"
)
"""バカなんじゃないの: a negative question that asserts."""

PAST_TAIL = frozenset(("だっ", "でし", "た"))
JOINS = {"けど": "が", "けれど": "が", "が": "が", "から": "ので", "し": "し"}
TELLING = ("です", "ます", "ません", "した")
"""What a said predicate must end in where the sentence goes on: nobody asks and goes on with し、."""


@dataclass(frozen=True)
class WordEdit:
    """An edit, and whether it replaced the predicate of its clause."""

    edit: Edit
    is_predicate: bool


def word_predicate(rule: WordRule, clause: Clause, first: int, last: int, register: int) -> WordEdit | None:
    """The rule's words for the predicate in `tokens[first:last + 1]`; None where what follows is no mere ending."""
    start, lead = lead_up(rule, clause.tokens, first)
    rest = clause.tokens[last + 1 :]
    joint = next((at for at in range(len(rest) - 1) if _joins(rest, at)), None)
    if joint is not None:
        said = _said(rule, rest[:joint], register)
        joined = said is not None and said.endswith(TELLING)
        edit = Edit(start, rest[joint].end, f"{lead}{said}{JOINS[rest[joint].surface]}", rule.reason)
        return WordEdit(edit, is_predicate=False) if joined else None
    rhetorical = rule.reason == "insult" and RHETORICAL.match("".join(token.surface for token in rest) + clause.mark)
    rest = () if rhetorical else rest
    said = _said(rule, rest, register)
    if said is None:
        return None
    text = lead + said + _trailing(rest, clause.tokens[:first], rule) + calm_mark(clause)
    return WordEdit(Edit(start, clause.mark_end, text, rule.reason), is_predicate=True)


def _joins(rest: tuple[Token, ...], at: int) -> bool:
    return rest[at].surface in JOINS and rest[at].subpos == "接続助詞" and rest[at + 1].surface in BREAKS


def _trailing(rest: tuple[Token, ...], earlier: tuple[Token, ...], rule: WordRule) -> str:
    """What becomes of けど or から at the end: nothing behind a refusal or a judgement, or where the sentence has had its けど、."""
    joins = [token.surface for token in rest if token.surface in JOINS and token.subpos == "接続助詞"]
    had = any(token.surface in JOINS and token.subpos == "接続助詞" for token in earlier)
    told = rule.reason == "refusal" or (rule.reason == "insult" and joins[-1:] != ["から"])
    return "" if not joins or had or told else JOINS[joins[-1]]


def _said(rule: WordRule, rest: tuple[Token, ...], register: int) -> str | None:
    past = any(token.surface in PAST_TAIL for token in rest)
    if not all(token.surface in TAIL or token.surface in PAST_TAIL for token in rest) or (past and not rule.past):
        return None
    if rule.reason == "refusal" and any(token.surface == "か" for token in rest):
        return None
    return rule.said(register, past=past)
