"""What somebody has to do, by whom and by when, as far as the text says so."""

from bisect import bisect_left

from apps.analyze.contracts import ActionItem
from apps.analyze.language.names import Name, find_names
from apps.analyze.language.sentences import Sentence
from apps.analyze.lenses.asks import asks_logit, is_clear_ask
from apps.analyze.lenses.markers import Hit, find_markers
from apps.analyze.lenses.subject import Subject

FAR_APART = 32
"""Code points between the ends of two dates from which they are no longer one deadline."""
ASKS_FROM = -0.5
"""The log-odds from which an English sentence counts: a request overlooked costs more than one too many."""
CLEARLY_ASKS_FROM = -1.5
"""The same where its form is an order or a dated promise."""


def find_action_items(subject: Subject) -> tuple[ActionItem, ...]:
    """One item for each sentence that asks, orders, promises or proposes something."""
    acting = _asking(subject) if subject.language == "en" else _marked(subject)
    names = find_names(subject.prose, subject.language) if acting else ()
    return tuple(_item(subject, sentence, names) for sentence in acting)


def _asking(subject: Subject) -> list[Sentence]:
    return [s for s in subject.sentences if _asks(Subject(s.text, subject.language))]


def _asks(sentence: Subject) -> bool:
    return asks_logit(sentence) > (CLEARLY_ASKS_FROM if is_clear_ask(sentence) else ASKS_FROM)


def _marked(subject: Subject) -> list[Sentence]:
    hits = find_markers(subject, "actions")
    return [sentence for sentence in subject.sentences if _holds_one(sentence, hits)]


def _holds_one(sentence: Sentence, hits: tuple[Hit, ...]) -> bool:
    at = bisect_left(hits, sentence.start, key=lambda hit: hit.evidence.start)
    return at < len(hits) and hits[at].evidence.start < sentence.end


def _item(subject: Subject, sentence: Sentence, names: tuple[Name, ...]) -> ActionItem:
    owners = [name for name in names if name.kind == "person" and sentence.start <= name.start < sentence.end]
    return ActionItem(
        text=sentence.text,
        owner=owners[0].text if owners else None,
        due=_due(subject, sentence),
        start=sentence.start,
        end=sentence.end,
    )


def _due(subject: Subject, sentence: Sentence) -> str | None:
    """The date and time as the sentence writes them; the first alone where they stand far apart."""
    dates = [when for when in subject.dates if sentence.start <= when.start < sentence.end and when.role != "from"]
    if not dates:
        return None
    last = dates[-1] if dates[-1].end - dates[0].start < FAR_APART else dates[0]
    return subject.text[dates[0].start : last.end]
