"""The fact lock: what became of the facts of a message in its rewrite. Values decide; what a cue says of the meaning is a hint on a
text that was written anew, and counts on edits, each of which can be undone.
"""

import re
from collections.abc import Iterable

from apps.transform.contracts import Edit, FactItem, FactKind, FactLedger, GlossaryEntry, Language, TransformationType
from apps.transform.factlock.align import pair
from apps.transform.factlock.clauses import Reading, read
from apps.transform.factlock.crossed import compare_crossed
from apps.transform.factlock.dropped import compare_dropped
from apps.transform.factlock.glossary import as_shown, is_by_glossary, swaps_of, without_words
from apps.transform.factlock.hints import as_hints
from apps.transform.factlock.implied import is_implied
from apps.transform.factlock.literal import compare_literals
from apps.transform.factlock.manners import Manners, hush, manners_of, without
from apps.transform.factlock.meanings import compare_meanings
from apps.transform.factlock.orders import compare_orders
from apps.transform.factlock.owners import compare_owners
from apps.transform.factlock.spans import Spans
from apps.transform.factlock.statements import compare_statements
from apps.transform.factlock.turned import compare_turned
from apps.transform.factlock.values.items import compare_values
from apps.transform.rewriting.edits import apply_edits
from tonebridge.resilience import deadline

HARMLESS = frozenset({"kept", "same_value"})
REFUSAL = re.compile(
    r"(?:(?:I'm |I am )?(?:very )?sorry|I apologi[sz]e|unfortunately|as an AI|I (?:can't|cannot|am unable)|すみません|申し訳|恐れ入りますが|残念ながら)",
    re.I,
)
"""How an answer begins that refuses to rewrite."""
FEWEST_WORDS, LEAST_SHARED = 3, 0.15
"""Of the telling words of a message with at least so many, a rewrite has this share: 0.26 and more in 437 of 438 faithful ones, refusals up
to 0.14."""
COUNTED: frozenset[FactKind] = frozenset(["number", "money", "date", "time"])
DIGIT = re.compile(r"\d")
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
    `left_out` are the stretches of the original whose facts may be missing, unless they decide, ask or tell of trouble. What the organization's `glossary` has for a word
    is the same as the word, and its explanations are no facts. Every item that isn't kept carries the code
    of a reason (`rewriting/rulebook/reasons/factlock.yaml`).
    """
    unworded = without_words(original, rewritten, glossary)
    before, after = _readings(original, unworded.text, language, anew=True)
    cued = _meanings(before, after, transformation_type, left_out)
    meaning = (
        *as_hints(item for item in cued if not is_implied(item, before, after)),
        *compare_turned(before, after),
        *compare_crossed(before, after),
    )
    values = compare_values(
        original,
        unworded.text,
        language=language,
        transformation_type=transformation_type,
        left_out=left_out,
    )
    dropped = compare_dropped(original, rewritten, language, left_out)
    found = (*values, *meaning, *dropped, *_nothing_left(before, after))
    return ledger_of(as_shown(found, rewritten, unworded.swaps(rewritten)))


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
        manners_of(compared),
        glossary,
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


def is_gone(item: FactItem) -> bool:
    """Whether a value of the original isn't found again, and none stands in its place. A number in words is none: a paraphrase may do
    without "two".
    """
    is_said = item.kind not in COUNTED or DIGIT.search(item.original) is not None
    return item.status == "look" and item.reason == "fact_lost" and is_said


def _findings(
    original: str,
    rewritten: str,
    language: Language,
    wanted: TransformationType | None,
    manners: Manners,
    glossary: Iterable[GlossaryEntry],
) -> tuple[FactItem, ...]:
    """`manners` are the places of both texts that only set the tone: of those the literal facts alone are compared."""
    unworded = without_words(original, rewritten, glossary)
    before, after = _readings(original, unworded.text, language)
    before, after = hush(before, manners.before), hush(after, unworded.moved(manners.after))
    items = [*compare_literals(before, after, wanted), *_meanings(before, after, wanted)]
    return as_shown(items, rewritten, unworded.swaps(rewritten))


def _nothing_left(before: Reading, after: Reading) -> list[FactItem]:
    """A refusal ("I can't help with that") or another text altogether shares next to no word with the message."""
    telling = [word for word in before.words if not word.generic]
    shared = sum(not after.keys.isdisjoint(word.keys) for word in telling)
    refused = not shared and REFUSAL.match(after.text.strip()) is not None
    if not refused and (len(telling) < FEWEST_WORDS or shared >= LEAST_SHARED * len(telling)):
        return []
    return [FactItem("statement", before.text.strip(), after.text.strip(), "lost", "statement_lost")]


def _readings(original: str, rewritten: str, language: Language, *, anew: bool = False) -> tuple[Reading, Reading]:
    """Both texts, read. Raises TimedOut."""
    before = read(original, language, anew=anew)
    deadline.check()
    after = read(rewritten, language, anew=anew)
    deadline.check()
    return before, after


def _meanings(
    before: Reading, after: Reading, wanted: TransformationType | None, left_out: Spans = ()
) -> list[FactItem]:
    """What cues say of the meaning. Of what begins in `left_out` nothing is lost."""
    items = _cues(before, after, wanted)
    if not left_out:
        return items
    kept = _cues(without(before, left_out), after, wanted)
    return [item for item in kept if item.status != "added"] + [item for item in items if item.status == "added"]


def _cues(before: Reading, after: Reading, wanted: TransformationType | None) -> list[FactItem]:
    items = compare_meanings(pair(before, after)) + compare_orders(before, after) + compare_owners(before, after)
    return items + compare_statements(before, after, wanted)
