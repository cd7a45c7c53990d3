"""Whether a clause asks for something by its form alone: 直して。, 送れ。, 触るな。, Fix it., Don't merge."""

from apps.analyze.language.document import HOLE
from apps.analyze.language.sentences import Sentence
from apps.analyze.language.tokens import tokenize
from apps.transform.rewriting.orders.english.orders import find_order
from apps.transform.rewriting.orders.japanese.clauses import Clause
from apps.transform.rewriting.orders.japanese.requests import read_ask

LAST_WORDS = 60
"""Code points at the end of a Japanese clause that show its form; what stands before can't change it."""
MARKS = "。．！？!?…、，~～ \n\u3000" + HOLE


def asks_by_form(prose: str, mark: str, language: str) -> bool:
    """Whether the clause orders, forbids or bids. `mark` is the end mark behind it; prose has holes for opaque spans."""
    return _bids(prose, mark) if language == "ja" else _orders(prose, mark)


def _bids(prose: str, mark: str) -> bool:
    core = prose.rstrip(MARKS)[-LAST_WORDS:]
    tokens = tokenize(core.replace(HOLE, " "))
    if not tokens:
        return False
    clause = Clause(tokens, len(core), len(core), mark or "。", 0, is_item=False, is_inner=False)
    return read_ask(clause) is not None


def _orders(prose: str, mark: str) -> bool:
    core = prose.strip()
    whole = core if core.endswith((".", "!", "?")) else core + (mark or ".")
    return find_order(Sentence(0, len(whole), whole, whole, 0)) is not None
