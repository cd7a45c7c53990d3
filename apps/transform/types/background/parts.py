"""The parts of an ask: greeting, ask, facts that belong to a section, notes, closing. All of them slices of the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from apps.analyze.language.document import HOLE, Document
from apps.analyze.language.sentences import LIST_MARK, Sentence
from apps.transform.rewriting.roles.purpose import Purpose
from apps.transform.types.background.asks import Kind, Told
from apps.transform.types.background.sections import Section

FACTS = "current"
"""The section of everything that is told beside the ask and belongs surely to no other."""
HARM = re.compile(
    r"損害|被害|損失|売上|罰金|違約|赤字|盗|壊|返金|\b(?:damages?|loss(?:es)?|lost|stolen|fines?|debts?|claims?|refund\w*|worth|revenue|cost (?:us|me|them))\b",
    re.I,
)
"""Sums that were lost or earned: no cost of what is asked for."""
ASIDE = (Purpose.OPINION, Purpose.OUTBURST, Purpose.THANKS)
SURE = 0.65
LEANS = re.compile(
    r"^(?:あと|それ|これ|その|この|そちら|こちら|追加で)|\b(?:it|them|this|these|those|that one|ones?|there)\b", re.I
)


@dataclass
class Parts:
    """Slices of the text by what they are for. `filled` maps a section's key to what the text says about it.

    `leans`: the ask speaks of something that only a fact before it names.
    """

    greeting: list[str] = field(default_factory=list)
    ask: list[str] = field(default_factory=list)
    filled: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    leans: bool = False


def read_parts(document: Document, told: Sequence[Told], sections: Sequence[Section], *, formal: bool) -> Parts:
    """Sort the sentences of a text. Lines with structure of their own (code, tables, lists) make the whole text the ask.

    `formal`: pieces of the ask are copied to their sections, as in a form.
    """
    parts = Parts()
    for each in told:
        _place(each, parts, sections, formal=formal)
    return _whole(document, parts) if _structured(document, [each.sentence for each in told]) else parts


def _whole(document: Document, parts: Parts) -> Parts:
    """What the text says is known, but stays where it is."""
    return Parts(ask=[document.text.strip("\n")], filled={key: [] for key in parts.filled})


def _structured(document: Document, sentences: Sequence[Sentence]) -> bool:
    """Whether the layout carries meaning, so that sentences can't be moved."""
    if any(
        span.kind in ("signature", "table") or "\n" in document.text[span.start : span.end] for span in document.opaque
    ):
        return True
    listed = any((m := LIST_MARK.match(line)) and m[0].strip() for line in document.prose.split("\n"))
    covered = sum(len(sentence.text) for sentence in sentences)
    return listed or any(s.is_opaque for s in sentences) or covered < len(re.sub(r"\s", "", document.text)) * 0.95


def _place(told: Told, parts: Parts, sections: Sequence[Section], *, formal: bool) -> None:
    sentence, kind = told.sentence, told.kind
    if kind is Kind.GREETING:
        parts.greeting.append(sentence.text)
    elif kind is Kind.CLOSING:
        parts.closing.append(sentence.text)
    elif kind in (Kind.ASK, Kind.LIMIT):
        parts.leans |= not parts.ask and FACTS in parts.filled and LEANS.search(sentence.prose) is not None
        parts.ask.append(sentence.text)
        if formal:
            _take_phrases(sentence, parts, sections)
    elif kind is Kind.ORDER_TO_MODEL or told.judgement.likelihood(*ASIDE) >= SURE:
        parts.notes.append(sentence.text)
    else:
        parts.filled.setdefault(_section_of(sentence.prose, sections), []).append(sentence.text)


def _section_of(prose: str, sections: Sequence[Section]) -> str:
    """The section whose words a fact surely holds; else that of all facts."""
    sure = (s.key for s in sections if s.key != FACTS and s.cue_pattern and s.cue_pattern.search(prose))
    return next((key for key in sure if key != "cost" or not HARM.search(prose)), FACTS)


def _take_phrases(sentence: Sentence, parts: Parts, sections: Sequence[Section]) -> None:
    """What an ask says about a section stands there too, word for word; the ask itself stays whole."""
    spans: list[tuple[int, int]] = []
    for section in sections:
        match = section.phrase_pattern.search(sentence.prose) if section.phrase_pattern else None
        if not match or (section.key == "cost" and HARM.search(sentence.prose)):
            continue
        start, end = match.span("piece" if "piece" in match.re.groupindex else 0)
        told = any(taken <= start and end <= until for taken, until in spans)
        if not told and sentence.prose[start:end].strip(HOLE + " 、,"):
            spans.append((start, end))
            parts.filled.setdefault(section.key, []).append(sentence.text[start:end].strip(" 、,"))
