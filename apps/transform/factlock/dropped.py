"""What a summary may not leave out: the main event, a decision, a request, a deadline."""

from apps.analyze.language.document import read_document
from apps.transform.contracts import FactItem, Language
from apps.transform.factlock.spans import Spans
from apps.transform.rewriting.roles import read_statements
from apps.transform.rewriting.worth import Passage, Worth, orders_to_models, passages_of, worth_of

HOLDS = frozenset({Worth.TROUBLE, Worth.BINDING})


def compare_dropped(original: str, rewritten: str, language: Language, left_out: Spans) -> list[FactItem]:
    """An item `lost` for each sentence in `left_out` that decides, asks, sets a date or tells of trouble. A sentence that the rewrite
    says again isn't lost; an order to a model is none.
    """
    if not left_out:
        return []
    document = read_document(original)
    passages = passages_of(document, read_statements(document, language, merged=False), language)
    orders = orders_to_models(passages, original, language)
    gone = (p for p in passages if _is_within(p, left_out) and p not in orders and p.text not in rewritten)
    return [_lost(p) for p in gone if worth_of(p, language) in HOLDS]


def _is_within(passage: Passage, left_out: Spans) -> bool:
    return any(start <= passage.start and passage.end <= end for start, end in left_out)


def _lost(passage: Passage) -> FactItem:
    return FactItem("statement", passage.text, "", "lost", "statement_lost")
