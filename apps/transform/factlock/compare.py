"""The fact lock: what became of the facts of a message in its rewrite. Values decide; what a cue says of the meaning is a hint on a
text that was written anew, and counts on edits, each of which can be undone.
"""

from collections.abc import Iterable

from apps.transform.contracts import Edit, FactItem, FactLedger, GlossaryEntry, Language, TransformationType
from apps.transform.factlock.align import pair
from apps.transform.factlock.clauses import Reading, read
from apps.transform.factlock.glossary import as_shown, is_by_glossary, swaps_of, without_words
from apps.transform.factlock.hints import as_hints
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
BLOCKING = frozenset({"lost", "added", "changed"})


def compare(
    original: str,
    rewritten: str,
    *,
    language: Language,
    transformation_type: TransformationType | None = None,
    left_out: Spans = (),
    glossary: Iterable[GlossaryEntry] = (),
) -> FactLedger:
    """The ledger of a text that was written anew, whoever wrote it: of such a text nothing can be undone.

    Its status is `review` as soon as one value was lost, added or changed, and `look` where only the meaning may have changed.
    `left_out` are the stretches of the original whose facts may be missing. What the organization's `glossary` has for a word
    is the same as the word, and its explanations are no facts. Every item that isn't kept carries the code
    of a reason (`rewriting/rulebook/reasons/factlock.yaml`).
    """
    found = _findings(original, rewritten, language, transformation_type, left_out=left_out, glossary=glossary)
    return ledger_of(as_hints(found))


def compare_edits(
    original: str,
    edits: Iterable[Edit],
    *,
    language: Language,
    transformation_type: TransformationType | None = None,
    glossary: Iterable[GlossaryEntry] = (),
    meaning_blocks: bool = True,
) -> FactLedger:
    """The ledger of what settled edits make of a text. Those that the glossary asked for change nothing that is compared.

    Its status is `review` as soon as one fact was lost, added or changed, be it a value or the meaning: such an edit can be undone.
    Without `meaning_blocks` the meaning is a hint, as in `compare`.
    """
    made = tuple(edits)
    compared = tuple(edit for edit in made if not is_by_glossary(edit))
    found = _findings(
        original,
        apply_edits(original, compared),
        language,
        transformation_type,
        manners=manners_of(compared),
        glossary=glossary,
    )
    shown = as_shown(found, apply_edits(original, made), swaps_of(made, original))
    return ledger_of(shown if meaning_blocks else as_hints(shown))


def ledger_of(items: Iterable[FactItem]) -> FactLedger:
    """The ledger of findings none of which was repaired: its status is that of the worst."""
    found = tuple(items)
    if any(map(blocks, found)):
        return FactLedger("review", found)
    return FactLedger("kept" if all(map(is_harmless, found)) else "look", found)


def is_harmless(item: FactItem) -> bool:
    """Whether the fact stands, in the same or another form."""
    return item.status in HARMLESS


def blocks(item: FactItem) -> bool:
    """Whether a text with this finding may not pass: a fact was lost, added or changed."""
    return item.status in BLOCKING


def _findings(
    original: str,
    rewritten: str,
    language: Language,
    wanted: TransformationType | None,
    *,
    manners: Manners = NO_MANNERS,
    left_out: Spans = (),
    glossary: Iterable[GlossaryEntry] = (),
) -> tuple[FactItem, ...]:
    """`manners` are the places of both texts that only set the tone: of those the literal facts alone are compared."""
    unworded = without_words(original, rewritten, glossary)
    before = hush(read(original, language), manners.before)
    deadline.check()
    after = hush(read(unworded.text, language), unworded.moved(manners.after))
    deadline.check()
    items = _items(before, after, wanted)
    if left_out:
        kept = _items(without(before, left_out), after, wanted)
        items = [i for i in kept if i.status != "added"] + [i for i in items if i.status == "added"]
    return as_shown(items, rewritten, unworded.swaps(rewritten))


def _items(before: Reading, after: Reading, wanted: TransformationType | None) -> list[FactItem]:
    items = compare_literals(before, after, wanted)
    items += compare_meanings(pair(before, after)) + compare_orders(before, after) + compare_owners(before, after)
    return items + compare_statements(before, after, wanted)
