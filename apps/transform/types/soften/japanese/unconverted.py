"""Orders that no rule could word anew: they stay as written, and the writer is told."""

from bisect import bisect_left
from collections.abc import Iterator

from apps.transform.contracts import Caution, Edit, TransformRequest
from apps.transform.rewriting.orders.japanese.clauses import Clause
from apps.transform.rewriting.orders.japanese.requests import read_ask
from apps.transform.rewriting.rulebook import reason_text

COURTEOUS = frozenset(("くださる", "下さる", "なさる", "ます", "いらっしゃる"))
REPORTS = ("と", "って", "とか", "という")
"""Behind these an order is reported, not given: 直せと言われた."""


def orders_left(clauses: tuple[Clause, ...], edits: tuple[Edit, ...], wanted: TransformRequest) -> tuple[Caution, ...]:
    """A caution for each order or prohibition that no edit touches. It must never become a promise or a statement."""
    message = reason_text("imperative_left", wanted.reader_language)
    starts = [edit.start for edit in edits]
    return tuple(
        Caution("imperative_left", message, start, end)
        for clause in clauses
        for start, end in orders_of(clause)
        if not _touched(start, end, edits, starts)
    )


def _touched(start: int, end: int, edits: tuple[Edit, ...], starts: list[int]) -> bool:
    at = bisect_left(starts, end) - 1
    return at >= 0 and edits[at].end > start


def orders_of(clause: Clause) -> tuple[tuple[int, int], ...]:
    """Where a clause orders or forbids something rudely."""
    return tuple(_orders(clause))


def _orders(clause: Clause) -> Iterator[tuple[int, int]]:
    ask = read_ask(clause)
    if ask is not None and ask.tone == "rude":
        yield ask.start, clause.mark_start
    for at, token in enumerate(clause.tokens):
        if (
            token.form == "命令形"
            and token.lemma not in COURTEOUS
            and not (ask is not None and token.start >= ask.start)
        ):
            following = clause.tokens[at + 1].surface if at + 1 < len(clause.tokens) else ""
            concedes = at > 0 and token.lemma == "する" and clause.tokens[at - 1].surface == "に" and following != ""
            if following not in REPORTS and not concedes:
                yield token.start, token.end
