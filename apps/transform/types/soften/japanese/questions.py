"""Blunt questions made neutral. What is asked stays: a why stays a why."""

import re
from dataclasses import dataclass

from apps.analyze.language.tokens import Token
from apps.transform.contracts import Edit
from apps.transform.rewriting.keigo.endings import full_form, polite_ending
from apps.transform.rewriting.keigo.predicates import Predicate, is_past, last_verb, read_predicate
from apps.transform.rewriting.orders.japanese.clauses import Clause
from apps.transform.types.soften.japanese.marks import calm_mark

ASKING = frozenset(
    [
        "なぜ",
        "何故",
        "どうして",
        "何",
        "なに",
        "誰",
        "だれ",
        "いつ",
        "どこ",
        "どう",
        "どの",
        "どれ",
        "どんな",
        "どういう",
        "どっち",
        "どちら",
        "いくら",
        "いくつ",
        "何回",
        "何度",
        "何時",
        "何人",
        "何日",
        "何件",
    ]
)
COUNTED = re.compile("何(?:時間|分|日|年|週間|人|件|個|枚|台|か月|ヶ月|円)$")
WHY = ("なぜ", "何故", "どうして")
INDEFINITE = frozenset(("も", "か", "でも", "とか", "やら"))
TELL = {2: "教えていただけますか", 3: "教えていただけますでしょうか", 4: "ご教示いただけますでしょうか"}


@dataclass(frozen=True)
class Asked:
    """A question's plain predicate, ended before `end`; `explains` where の or ん followed, `polite` where です did."""

    tokens: tuple[Token, ...]
    explains: bool
    polite: bool


def word_question(clause: Clause, register: int, turn: int = 0) -> Edit | None:
    """The question a clause ends in, in neutral words; None for what is none, or is polite enough. `turn` as in `word_ask`."""
    predicate = read_predicate(clause.tokens)
    if predicate is None:
        return None
    asked = _asked(predicate, clause)
    if predicate.core.form == "意志推量形" and predicate.is_polite:
        return None
    if asked is None or "ね" in predicate.tails or (asked.polite and not _pushes(asked, register)):
        return None
    written = _explaining(asked, register, turn) if asked.explains else _plain(asked, register)
    if written is None:
        return None
    start, text = written
    mark = calm_mark(clause, question=True)
    end = clause.mark_start if mark == clause.mark else clause.mark_end
    return Edit(start, end, text + (mark if end == clause.mark_end else ""), "rude_question")


def _pushes(asked: Asked, register: int) -> bool:
    """何で聞かないんですか: polite in its ending alone. Other questions with んですか are reworded from register 2."""
    return asked.explains and (register > 1 or asks_why(asked.tokens))


def _asked(predicate: Predicate, clause: Clause) -> Asked | None:
    tokens, tails = predicate.tokens, predicate.tails
    if tails[-1:] == ("よ",) and tails[-2:-1] not in (("の",), ("か",)) and not asks_something(clause.tokens):
        return None  # 止めるよ？ tells, whatever its mark says
    asks = clause.is_question or "か" in tails or asks_something(clause.tokens)
    polite = predicate.is_polite
    if tokens[-1].lemma in ("だ", "です") and len(tokens) > 2 and _is_no(tokens[-2]):
        return Asked(tokens[:-2], explains=True, polite=polite) if asks else None
    if tokens[-1].surface == "わけ" and len(tokens) > 1 and asks:
        return Asked(tokens[:-1], explains=True, polite=False)
    if "の" in tails and asks:
        return Asked(tokens, explains=True, polite=polite)
    if (
        tokens[-1].lemma == "だ"
        and len(tokens) > 1
        and tokens[-2].surface in ASKING
        and tokens[-1].form == "終止形-一般"
    ):
        return Asked(tokens[:-1], explains=False, polite=False)
    if not polite and not clause.is_question and "か" not in tails and _asks_why(tokens):
        return Asked(tokens, explains=True, polite=False)
    if clause.is_question or "か" in tails:
        return Asked(tokens, explains=False, polite=polite)
    return None


def asks_why(tokens: tuple[Token, ...]) -> bool:
    """Whether a why stands in it: なぜ, どうして, 何で, なんで."""
    said = ["".join(t.surface for t in tokens[i : i + 4]) for i in range(len(tokens))]
    return any(_is_why(words) or words.startswith(("何で", "なんで")) for words in said)


def _asks_why(tokens: tuple[Token, ...]) -> bool:
    """なぜ返事をしない。, unless the why is part of something else (なぜ落ちたか分からない)."""
    at = next((i for i in range(len(tokens)) if _is_why("".join(t.surface for t in tokens[i : i + 4]))), None)
    predicates = ("動詞", "形容詞", "助動詞")
    return at is not None and tokens[-1].pos in predicates and all(t.surface not in ("か", "と") for t in tokens[at:])


def _is_why(words: str) -> bool:
    """Whether a why opens the words: どうして, but not どうしても."""
    return words.startswith(WHY) and not words.startswith("どうしても")


def _is_no(token: Token) -> bool:
    return token.surface in ("ん", "の") and token.subpos == "準体助詞"


def asks_something(tokens: tuple[Token, ...]) -> bool:
    """Whether a question word stands in it: なぜ, いつ, 誰 — but not 何でも, 誰も, いつか."""
    for at, token in enumerate(tokens):
        if COUNTED.match(token.surface):
            return True
        after = [t.surface for t in tokens[at + 1 : at + 3]]
        if token.surface in ASKING and not (after[:1] and after[0] in INDEFINITE) and after != ["で", "も"]:
            return True
        if token.surface == "なん" and after[:1] == ["で"] and after != ["で", "も"]:
            return True
    return False


def _explaining(asked: Asked, register: int, turn: int) -> tuple[int, str] | None:
    """〜の？, 〜んだよ → 〜のでしょうか; with a question word, from register 2, 〜のか教えていただけますか every other time."""
    if not asked.tokens:
        return None
    last = asked.tokens[-1]
    full = full_form(asked.tokens, len(asked.tokens) - 1)
    start, plain = (full.start, full.text) if full else (last.end, "")
    if last.pos in ("名詞", "形状詞", "副詞", "代名詞"):
        plain += "な"
    if register == 1 or turn % 2 or not asks_something(asked.tokens):
        return start, plain + "のでしょうか"
    return start, plain + "のか" + TELL[register]


def _plain(asked: Asked, register: int) -> tuple[int, str] | None:
    """直した？, まだ？, いつ直る？"""
    last = asked.tokens[-1]
    if last.surface in ("誰", "だれ"):
        return last.start, "どなたでしょうか"
    if last.pos in ("名詞", "形状詞", "副詞", "代名詞", "接尾辞") and last.conjugation == "*":
        return last.end, "でしょうか"
    if last.lemma in ("ない", "無い") and last.pos == "形容詞":
        return _doubting(asked.tokens)
    if (last.surface in ("たら", "だら") and is_past(last)) or last.surface == "ば":
        return _suggesting(asked.tokens)
    if last.form == "意志推量形" and last.lemma == "だ":
        return last.start, "でしょうか"
    predicate = read_predicate(asked.tokens)
    ending = polite_ending(predicate) if predicate else None
    return (ending.start, ending.text + "か") if ending else None


def _suggesting(tokens: tuple[Token, ...]) -> tuple[int, str] | None:
    """確認したら？, 確認すれば？ → 確認してはいかがでしょうか."""
    found = last_verb(tokens, len(tokens) - 2) if len(tokens) > 1 else None
    return (tokens[found[0]].start, found[1] + found[2].te + "はいかがでしょうか") if found else None


def _doubting(tokens: tuple[Token, ...]) -> tuple[int, str]:
    """バグじゃない？ → バグではないでしょうか."""
    before = tokens[-2] if len(tokens) > 1 else None
    if before is not None and before.surface == "じゃ":
        return before.start, "ではないでしょうか"
    return tokens[-1].end, "でしょうか"
