"""What a summary may not leave out: the main event, a decision, a request, a deadline."""

from collections.abc import Iterator

from apps.analyze.actions.find_injection import find_injection
from apps.analyze.language.document import read_document
from apps.transform.contracts import FactItem, Language
from apps.transform.factlock.spans import Spans
from apps.transform.rewriting.roles import read_statements
from apps.transform.rewriting.worth import Passage, Worth, passages_of, worth_of

HOLDS = frozenset({Worth.TROUBLE, Worth.BINDING})


def compare_dropped(original: str, rewritten: str, language: Language, left_out: Spans) -> list[FactItem]:
    """An item `lost` for each sentence in `left_out` that decides, asks, sets a date or tells of trouble. A sentence that the rewrite
    says again isn't lost; an order to a model is none.
    """
    if not left_out:
        return []
    document = read_document(original)
    passages = passages_of(document, read_statements(document, language, merged=False), language)
    gone = (p for p in passages if _is_within(p, left_out) and worth_of(p, language) in HOLDS)
    return [_lost(p) for p in _unsaid(gone, rewritten, original, language)]


def _unsaid(gone: Iterator[Passage], rewritten: str, original: str, language: Language) -> Iterator[Passage]:
    suspected = find_injection(original, language).flagged
    for passage in gone:
        ordered = suspected and find_injection(passage.text, language).flagged
        if not ordered and passage.text not in rewritten:
            yield passage


def _is_within(passage: Passage, left_out: Spans) -> bool:
    return any(start <= passage.start and passage.end <= end for start, end in left_out)


def _lost(passage: Passage) -> FactItem:
    return FactItem("statement", passage.text, "", "lost", "statement_lost")
