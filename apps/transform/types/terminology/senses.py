"""Which sense a term has in a message. Where that isn't evident nothing is explained: it is asked about, or left."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.transform.types.terminology.lexicon import Word
from apps.transform.types.terminology.match import Found, Place
from apps.transform.types.terminology.topics import EVIDENT, Topics

AHEAD = 2
"""Points that the evident sense must be ahead of the next one."""
SHORT = 2
"""Letters of an abbreviation that always needs evidence of its field."""
VERBAL = re.compile(
    r"(?:\b(?:to|will|can|could|must|should|would|may|might|we|i|you|they|not|please|let's|don't|didn't|won't|never)|'ll)\s$",
    re.I,
)
GOVERNS = re.compile(
    r"\s(?:the|a|an|our|my|your|their|its|this|that|these|those|it|them|us|me|you|him|her|to|into|up|out|off|down|back|over|through)\b",
    re.I,
)
ARTICLE = re.compile(r"\b(?:the|an?|our|your|their|this|that|each|every|no)\s$", re.I)
FORMED = re.compile(r"(?:ed|ing)$")
"""A form that is listed as one of the term: who wrote it there meant the verb."""


@dataclass(frozen=True)
class Settled:
    """The places whose sense is evident, and those that could have several and have to be asked about."""

    found: Sequence[Found]
    open: Sequence[Place]


def settle_senses(places: Iterable[Place], topics: Topics, prose: str) -> Settled:
    """The sense of each place, as far as it can be told."""
    found: list[Found] = []
    unsettled: list[Place] = []
    for place in places:
        senses = _senses(place, topics, prose)
        if len(senses) == 1:
            found.append(_with(place, senses[0]))
        elif senses:
            unsettled.append(_with(place, *senses))
    return Settled(found, unsettled)


def _with(place: Place, *senses: Word) -> Found:
    return Found(place.start, place.end, place.compound_start, place.compound_end, place.text, senses, place.closed)


def _senses(place: Place, topics: Topics, prose: str) -> Sequence[Word]:
    """One sense that is evident; several that remain; none where it may well be an everyday word."""
    only = place.words[0] if len(place.words) == 1 else None
    if only and not only.needs_context and (only.own or not _is_short(place)):
        return place.words
    if _is_everyday(place, topics, prose):
        return ()
    points = {word.key: topics.points_of(word, place.words) for word in place.words}
    best = max(points.values())
    near = [word for word in place.words if points[word.key] > best - AHEAD]
    if best >= EVIDENT and len(near) == 1:
        return near
    remaining = [word for word in near if points[word.key] or not best]
    return remaining if len(remaining) > 1 and _is_abbreviation(place) else ()


def _is_everyday(place: Place, topics: Topics, prose: str) -> bool:
    """A part of a compound of unknown sense, unless it is the sender's own trade; an English word used as a verb."""
    if place.is_part and not any(word.known_to & topics.sender for word in place.words):
        return True
    if not (place.text.isascii() and place.text.islower() and " " not in place.text) or FORMED.search(place.text):
        return False
    before = prose[max(0, place.start - 10) : place.start]
    return not ARTICLE.search(before) and bool(VERBAL.search(before) or GOVERNS.match(prose, place.end))


def _is_short(place: Place) -> bool:
    """Two capitals mean something else in every trade, whatever the glossary knows (CT, EC)."""
    return _is_abbreviation(place) and len(place.text) <= SHORT


def _is_abbreviation(place: Place) -> bool:
    return place.text.isascii() and place.text.isupper()
