"""The word rules: what hurts → what says the same fact. The rules are data, `rewriting/rulebook/soften_ja_words.yaml`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.analyze.language.tokens import Token
from apps.transform.contracts import Edit
from apps.transform.rewriting.rulebook import FOLDER, load_entries
from apps.transform.types.soften.japanese.clauses import Clause

TAIL = frozenset(
    ["だ", "です", "な", "なん", "ん", "の", "か", "よ", "ね", "わ", "ぞ", "ぜ", "さ", "じゃん", "だろ", "だろう", "でしょ", "でしょう", "わけ", "けど", "けれど", "から", "が", "って", "っす", "も", "ます", "かも"]
)
PAST_TAIL = frozenset(("だっ", "でし", "た"))
JOINS = {"けど": "が", "けれど": "が", "が": "が", "から": "ので"}


@dataclass(frozen=True)
class WordRule:
    """One rule: any of `find` becomes `say`, or what the level asks for.

    `where`: any; start opens the clause; end is the predicate, and the copula and particles behind it go too; noun stands
    before a noun. `level` is the intensity (1–3) from which it holds. `medium`, `strong` and `formal` replace `say` at 2, 3 and
    for a customer; `past` where the predicate is past. `before`, `after` and the two `not_` lists look at the text beside the match.
    `alone` must open the clause, `not_last` must not close it, `comma` must be followed by one, `of_order` holds in requests only.
    """

    find: tuple[str, ...]
    reason: str
    say: str
    where: Literal["any", "start", "end", "noun"] = "any"
    level: int = 1
    medium: str = ""
    strong: str = ""
    formal: str = ""
    past: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    alone: bool = False
    not_last: bool = False
    comma: bool = False
    of_order: bool = False

    def __post_init__(self) -> None:
        if not self.find or not all(isinstance(phrase, str) and phrase for phrase in self.find):
            raise ValueError("`find` must be a list of words")
        if self.where not in ("any", "start", "end", "noun"):
            raise ValueError(f"`where` can't be {self.where!r}")
        if self.where == "end" and not self.say:
            raise ValueError("a predicate can't be replaced by nothing")
        if self.level not in (1, 2, 3):
            raise ValueError("`level` must be 1, 2 or 3")

    def said(self, register: int, *, past: bool) -> str:
        """What to say at a register (1–3, 4 for a customer)."""
        if past:
            return self.past
        chosen = [self.say, self.medium, self.strong, self.formal][:register]
        return next((text for text in reversed(chosen) if text), self.say)


@dataclass(frozen=True)
class WordEdit:
    """An edit, and whether it replaced the predicate of its clause."""

    edit: Edit
    is_predicate: bool


def word_edits(clause: Clause, prose: str, register: int, *, is_order: bool) -> tuple[WordEdit, ...]:
    """The word rules that hold in a clause, left to right, disjoint; the longest match of a place wins."""
    found: list[WordEdit] = []
    at = clause.start
    starts = {token.start: index for index, token in enumerate(clause.tokens)}
    for match in _pattern().finditer(prose, clause.start, clause.mark_start):
        if match.start() in starts and match.start() >= at:
            edit = _at(clause, prose, starts[match.start()], register, is_order)
            if edit is not None:
                found.append(edit)
                at = max(edit.edit.end, match.start() + 1)
    return tuple(found)


def _at(clause: Clause, prose: str, index: int, register: int, is_order: bool) -> WordEdit | None:
    """The best rule at a token: longest phrase first, predicates before the rest."""
    ends = {token.end: at for at, token in enumerate(clause.tokens) if at >= index}
    start = clause.tokens[index].start
    for phrase, rule in _by_head().get(prose[start], ()):
        last = ends.get(start + len(phrase))
        if last is None or not prose.startswith(phrase, start) or rule.level > min(register, 3):
            continue
        if rule.of_order and not is_order:
            continue
        edit = _edit(rule, clause, prose, index, last, register)
        if edit is not None:
            return edit
    return None


def _edit(rule: WordRule, clause: Clause, prose: str, first: int, last: int, register: int) -> WordEdit | None:
    start, end = clause.tokens[first].start, clause.tokens[last].end
    rest = clause.tokens[last + 1 :]
    if not _stands_well(rule, clause, prose, first, last):
        return None
    if rule.where == "end":
        return _predicate(rule, clause, start, rest, register)
    if not rule.said(register, past=False):
        end = _past_comma(prose, end, clause.mark_start)
    return WordEdit(Edit(start, end, rule.said(register, past=False), rule.reason), is_predicate=False)


def _stands_well(rule: WordRule, clause: Clause, prose: str, first: int, last: int) -> bool:
    start, end = clause.tokens[first].start, clause.tokens[last].end
    rest = clause.tokens[last + 1 :]
    before = clause.tokens[first - 1].surface if first else ""
    return (
        (rule.where != "noun" or (bool(rest) and rest[0].pos in ("名詞", "代名詞", "接頭辞", "形状詞")))
        and (not (rule.where == "start" or rule.alone) or first == 0)
        and (not rule.not_last or bool(rest))
        and (not rule.comma or prose.startswith(("、", "，", ","), end))
        and (not rule.before or prose.startswith(rule.before, end))
        and (not rule.after or before in rule.after)
        and not prose.startswith(rule.not_before or ("\0",), end)
        and before not in rule.not_after
        and start < clause.mark_start
    )


def _past_comma(prose: str, end: int, limit: int) -> int:
    return end + 1 if end < limit and prose[end] in "、，," else end


def _predicate(
    rule: WordRule, clause: Clause, start: int, rest: tuple[Token, ...], register: int
) -> WordEdit | None:
    past = any(token.surface in PAST_TAIL for token in rest)
    if not all(token.surface in TAIL or token.surface in PAST_TAIL for token in rest) or (past and not rule.past):
        return None
    said = rule.said(register, past=past)
    joins = [JOINS[token.surface] for token in rest if token.surface in JOINS and token.subpos == "接続助詞"]
    mark = _calm_mark(clause)
    return WordEdit(Edit(start, clause.mark_end, said + (joins[-1] if joins else "") + mark, rule.reason), is_predicate=True)


def _calm_mark(clause: Clause) -> str:
    """The marks behind a predicate that is a calm statement now."""
    if clause.is_inner or any(mark in clause.mark for mark in "！!？?"):
        return "。"
    return clause.mark


@lru_cache(maxsize=1)
def rules() -> tuple[WordRule, ...]:
    """The word rules of the rulebook."""
    return load_entries(FOLDER / "soften_ja_words.yaml", WordRule)


@lru_cache(maxsize=1)
def _by_head() -> dict[str, tuple[tuple[str, WordRule], ...]]:
    """First character → phrases, longest first; of equal ones predicates first, as the file orders the rest."""
    table: dict[str, list[tuple[str, WordRule]]] = {}
    for rule in rules():
        for phrase in rule.find:
            table.setdefault(phrase[0], []).append((phrase, rule))
    return {head: tuple(sorted(found, key=_rank)) for head, found in table.items()}


def _rank(found: tuple[str, WordRule]) -> tuple[int, int, int]:
    phrase, rule = found
    return (-len(phrase), rule.where != "end", not rule.alone)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile("[" + re.escape("".join(sorted(_by_head()))) + "]")

