"""The fact lock: what became of every fact of a message in its rewrite."""

from collections.abc import Iterable
from dataclasses import replace

from apps.transform.contracts import Edit, FactItem, FactLedger, GlossaryEntry, Language, TransformationType
from apps.transform.factlock.align import pair
from apps.transform.factlock.clauses import Reading, read
from apps.transform.factlock.glossary import as_shown, is_by_glossary, swaps_of, without_words
from apps.transform.factlock.literal import compare_literals
from apps.transform.factlock.manners import Manners, hush, manners_of, without
from apps.transform.factlock.meanings import compare_meanings
from apps.transform.factlock.orders import compare_orders
from apps.transform.factlock.owners import compare_owners
from apps.transform.factlock.spans import Spans
from apps.transform.factlock.statements import compare_statements
from apps.transform.rewriting.edits import apply_edits
from tonebridge.resilience import deadline

NO_MANNERS = Manners()
HARMLESS = frozenset({"kept", "same_value"})


def compare(
    original: str,
    rewritten: str,
    *,
    language: Language,
    transformation_type: TransformationType | None = None,
    manners: Manners = NO_MANNERS,
    left_out: Spans = (),
    glossary: Iterable[GlossaryEntry] = (),
) -> FactLedger:
    """The ledger of a rewrite. Its status is `review` as soon as one fact was lost, added or changed.

    `manners` are the places of both texts that only set the tone: of those the literal facts alone are compared.
    `left_out` are the stretches of the original whose facts may be missing. What the organization's `glossary` has for a word
    is the same as the word, and its explanations are no facts. Every item that isn't kept carries the code
    of a reason (`rewriting/rulebook/reasons/factlock.yaml`).
    """
    unworded = without_words(original, rewritten, glossary)
    before = hush(read(original, language), manners.before)
    deadline.check()
    after = hush(read(unworded.text, language), unworded.moved(manners.after))
    deadline.check()
    items = _items(before, after, transformation_type)
    if left_out:
        kept = _items(without(before, left_out), after, transformation_type)
        items = [i for i in kept if i.status != "added"] + [i for i in items if i.status == "added"]
    shown = as_shown(items, rewritten, unworded.swaps(rewritten))
    return FactLedger("review" if any(not is_harmless(item) for item in shown) else "kept", shown)


def compare_edits(
    original: str,
    edits: Iterable[Edit],
    *,
    language: Language,
    transformation_type: TransformationType | None = None,
    glossary: Iterable[GlossaryEntry] = (),
) -> FactLedger:
    """The ledger of what settled edits make of a text. Those that the glossary asked for change nothing that is compared."""
    made = tuple(edits)
    compared = tuple(edit for edit in made if not is_by_glossary(edit))
    ledger = compare(
        original,
        apply_edits(original, compared),
        language=language,
        transformation_type=transformation_type,
        manners=manners_of(compared),
        glossary=glossary,
    )
    return replace(ledger, items=as_shown(ledger.items, apply_edits(original, made), swaps_of(made, original)))


def _items(before: Reading, after: Reading, wanted: TransformationType | None) -> list[FactItem]:
    items = compare_literals(before, after, wanted)
    items += compare_meanings(pair(before, after)) + compare_orders(before, after) + compare_owners(before, after)
    return items + compare_statements(before, after, wanted)


def is_harmless(item: FactItem) -> bool:
    """Whether the fact stands, in the same or another form."""
    return item.status in HARMLESS
