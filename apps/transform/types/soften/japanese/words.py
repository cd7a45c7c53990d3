"""What hurts → what says the same fact, by the rules of `word_rules.py`."""

from itertools import pairwise

from apps.analyze.language.tokens import Token
from apps.transform.contracts import Edit
from apps.transform.rewriting.orders.japanese.asks import Ask
from apps.transform.rewriting.orders.japanese.clauses import Clause
from apps.transform.rewriting.orders.japanese.lexicon import is_person
from apps.transform.types.soften.japanese.word_predicates import WordEdit, word_predicate
from apps.transform.types.soften.japanese.word_rules import WordRule, by_head, heads

TOLD = "お伝え"
"""In what a rule says: the writer's own words, in humble ones."""
WRITERS = ("私", "俺", "僕", "こちら", "うち")


def word_edits(clause: Clause, prose: str, register: int, ask: Ask | None) -> tuple[WordEdit, ...]:
    """The word rules that hold in a clause, left to right, disjoint; the longest match of a place wins."""
    found: list[WordEdit] = []
    wanted = _kinds(clause, ask)
    at = clause.start
    starts = {token.start: index for index, token in enumerate(clause.tokens)}
    ends = {token.end: index for index, token in enumerate(clause.tokens)}
    for match in heads().finditer(prose, clause.start, clause.mark_start):
        if match.start() in starts and match.start() >= at:
            edit = _at(clause, prose, starts[match.start()], ends, register, wanted)
            if edit is not None:
                found.append(edit)
                at = max(edit.edit.end, match.start() + 1)
    return tuple(found)


def _kinds(clause: Clause, ask: Ask | None) -> tuple[str, ...]:
    """Which rules that ask for a kind of clause may read this one."""
    if ask is None:
        return ("question",) if clause.is_question else ()
    return ("request",) if ask.negative else ("request", "doing")


def _at(
    clause: Clause, prose: str, index: int, ends: dict[int, int], register: int, wanted: tuple[str, ...]
) -> WordEdit | None:
    """The best rule at a token: longest phrase first, predicates before the rest."""
    start = clause.tokens[index].start
    for phrase, rule in by_head().get(prose[start], ()):
        last = ends.get(start + len(phrase))
        if last is None or not prose.startswith(phrase, start) or rule.level > min(register, 3):
            continue
        if rule.of and rule.of not in wanted:
            continue
        edit = _edit(rule, clause, prose, index, last, register)
        if edit is not None:
            return edit
    return None


def _edit(rule: WordRule, clause: Clause, prose: str, first: int, last: int, register: int) -> WordEdit | None:
    start, end = clause.tokens[first].start, clause.tokens[last].end
    if not _stands_well(rule, clause, prose, first, last):
        return None
    if rule.where == "end":
        return word_predicate(rule, clause, first, last, register)
    if not rule.said(register, past=False):
        end = _past_comma(prose, end, clause.mark_start)
    return WordEdit(Edit(start, end, rule.said(register, past=False), rule.reason), is_predicate=False)


def _stands_well(rule: WordRule, clause: Clause, prose: str, first: int, last: int) -> bool:
    start, end = clause.tokens[first].start, clause.tokens[last].end
    rest = clause.tokens[last + 1 :]
    before = clause.tokens[first - 1].surface if first else ""
    earlier = clause.tokens[first - 2].surface if first > 1 else ""
    return (
        (rule.where != "noun" or (bool(rest) and rest[0].pos in ("名詞", "代名詞", "接頭辞", "形状詞")))
        and (not (rule.where == "start" or rule.alone) or first == 0)
        and (not rule.sole or first == 0 == len(rest))
        and (not rule.behind_verb or (first > 0 and _is_plain_verb(clause.tokens[first - 1])))
        and (not rule.not_last or bool(rest))
        and (not rule.is_joining or clause.tokens[first].subpos == "接続助詞")
        and (not rule.comma or prose.startswith(("、", "，", ","), end))
        and (not rule.before or prose.startswith(rule.before, end))
        and (not rule.after or before in rule.after)
        and not prose.startswith(rule.not_before or ("\0",), end)
        and before not in ("お", "ご", "御")
        and before not in rule.not_after
        and earlier + before not in rule.not_after
        and start < clause.mark_start
        and not (TOLD in rule.say and _somebody_else(clause, first))
    )


def _somebody_else(clause: Clause, first: int) -> bool:
    """Whether it is told who said it: 院長が言ったのに. What the writer said himself has no subject."""
    for before, token in pairwise(clause.tokens[:first]):
        subject = (token.surface == "が" and token.subpos == "格助詞") or token.surface == "は"
        if subject and (is_person(before.surface) or before.surface.endswith("長") or before.category == "人名"):
            return before.surface not in WRITERS
    return first > 0 and clause.tokens[first - 1].surface in ("が", "は")


def _is_plain_verb(token: Token) -> bool:
    """The dictionary form of a verb, its past or its negative: する, 触らない."""
    return (
        token.pos in ("動詞", "助動詞")
        and token.conjugation not in ("助動詞-ダ", "助動詞-デス")
        and token.form.startswith(("終止形", "連体形"))
    )


def _past_comma(prose: str, end: int, limit: int) -> int:
    return end + 1 if end < limit and prose[end] in "、，," else end
