"""Which sentences a summary says, and in which order: the main event first, with the subject that it needs; side matters after it or not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from apps.transform.rewriting.roles import Role
from apps.transform.rewriting.worth import FIGURE, Passage, Worth, leans, shares_subject, shows, worth_of

TOPIC = re.compile(r"[^、。はがを]{2,24}(?:の件(?:ですが|につきまして)?|ですが|につきまして|について)、")
"""A Japanese sentence may open with what the next ones are about, too."""
LEADS = {
    "ja": re.compile(
        r"^(?:ただ|しかし|一方で?|ところで|さて|まず|なお|また|本題ですが|結論から(?:言うと|申しますと)|一点|"
        r"(?:ひとつ|一つ|一点)?(?:ご?報告|ご?連絡|ご?相談)ですが|つきましては)、|^なお[^、。]{0,20}(?:気づいた|気付いた)のですが、"
    ),
    "en": re.compile(
        r"^(?:(?:but|and|however|yet)\b,?\s+|(?:(?:but )?one (?:more )?|small )thing(?:,|:|\s[-–—])\s+|the (?:thing|problem|issue) is,?\s+|"
        r"heads[- ]up(?: though)?[,:]?\s+|(?:first|second|third|now|anyway|by the way|btw)(?:ly)?,\s+)",
        re.I,
    ),
}
"""What ties a sentence to one that a summary doesn't say."""


@dataclass(frozen=True)
class Told:
    """A passage as the summary says it: `text` without what tied it to a passage that is gone; `moved` behind the rest."""

    passage: Passage
    worth: Worth
    text: str
    moved: bool = False


@dataclass(frozen=True)
class Arranged:
    """What is told, in order; `sure` False where side matters were seen and nothing that outweighs them."""

    told: tuple[Told, ...]
    sure: bool


def arrange(passages: Sequence[Passage], language: str, *, strong: bool) -> Arranged:
    """The passages that a summary says. `strong` leaves out what went well even where it holds figures."""
    kept = _once(weighed(passages, language))
    main = _main(kept, language)
    if main is None:
        worths = {t.worth for t in kept}
        return Arranged(untied(kept, passages, language), Worth.GOOD not in worths or Worth.BINDING in worths)
    return Arranged(untied(_around(kept, main, language, strong=strong), passages, language), sure=True)


def weighed(passages: Sequence[Passage], language: str) -> list[Told]:
    """What isn't light; small talk that the next sentence leans on names its subject, and stays."""
    worths = [worth_of(p, language) for p in passages]
    for at, following in enumerate(passages[1:]):
        if worths[at] is Worth.CHAT and leans(LEADS[language].sub("", following.text, count=1), language):
            worths[at] = Worth.GOOD
    told = [Told(p, w, p.text) for p, w in zip(passages, worths, strict=True)]
    return [t for at, t in enumerate(told) if not _is_light(told, at, language)]


def _is_light(told: Sequence[Told], at: int, language: str) -> bool:
    """Whether a passage always goes. What only looks like a greeting is matter where matter came before it."""
    one = told[at]
    if one.worth is not Worth.LIGHT or Role.GREETING not in one.passage.roles:
        return one.worth in (Worth.LIGHT, Worth.CHAT)
    formula = shows("courtesy", one.text, language) or shows("wish", one.text, language)
    return formula or all(t.worth in (Worth.LIGHT, Worth.CHAT) for t in told[:at])


def _main(kept: Sequence[Told], language: str) -> int | None:
    """Where the matter begins that outweighs what stands before it: at a new matter, or at trouble; None where nothing does.

    What binds somebody before it is matter already: then nothing is a side matter.
    """
    for at, told in enumerate(kept):
        if told.worth is Worth.TROUBLE or shows("shift", told.text, language):
            return at
        if told.worth is Worth.BINDING:
            return None if not _good_before(kept[:at]) or not _trouble_after(kept[at:]) else at
    return None


def _good_before(kept: Sequence[Told]) -> bool:
    return any(t.worth is Worth.GOOD for t in kept)


def _trouble_after(kept: Sequence[Told]) -> bool:
    return any(t.worth is Worth.TROUBLE for t in kept)


class Place(StrEnum):
    """Where a summary tells what stands before the main matter."""

    FRONT = "front"
    BEHIND = "behind"
    NOWHERE = "nowhere"


def _around(kept: list[Told], main: int, language: str, *, strong: bool) -> list[Told]:
    """The main matter, what it leans on ahead of it, and what else stood before it behind it or nowhere."""
    before, after = kept[:main], kept[main:]
    placed = list(zip(before, _places(before, after[0], language, strong=strong), strict=True))
    front = [told for told, place in placed if place is Place.FRONT]
    behind = [replace(told, moved=True) for told, place in placed if place is Place.BEHIND]
    topics = [_topic(told) for told, place in placed if place is Place.NOWHERE]
    return _headed(front, after, next(filter(None, reversed(topics)), "")) + behind


def _places(before: Sequence[Told], first: Told, language: str, *, strong: bool) -> list[Place]:
    """A place for each. Where something nobody knows the worth of stays in front, what was done stays with it."""
    needed = _needed(before, first, language)
    shifts = shows("shift", first.text, language)
    led = not shifts and any(t.worth is Worth.PLAIN for t in before)
    places = []
    for at, told in enumerate(before):
        done = led and told.worth is Worth.GOOD and not shows("good", told.text, language)
        stays = at in needed or done or _stays(told, shifts=shifts, language=language)
        told_behind = told.worth is not Worth.GOOD or _is_told(told, before, strong=strong, language=language)
        places.append(Place.FRONT if stays else Place.BEHIND if told_behind else Place.NOWHERE)
    return places


def _is_told(told: Told, before: Sequence[Told], *, strong: bool, language: str) -> bool:
    """Whether what went well is still told, behind the main matter: with figures, or as the first thing that was done."""
    first = told is next(t for t in before if t.worth is Worth.GOOD)
    opens = first and not shows("good", told.text, language) and not _topic(told)
    return opens or (FIGURE.search(told.text) is not None and not strong)


def _stays(told: Told, *, shifts: bool, language: str) -> bool:
    """Whether a sentence stays ahead of the main matter: it heads the message, names its topic, or nothing speaks against it."""
    if told.worth is Worth.GOOD:
        return language == "en" and shows("topic", told.text, language)
    return told.worth in (Worth.SPARE, Worth.HEADING) or not shifts


def _needed(before: Sequence[Told], first: Told, language: str) -> frozenset[int]:
    """The places of what has to be told ahead of the main matter, since it names its subject."""
    bare = LEADS[language].sub("", first.text, count=1)
    heads = [bare, *(t.text for t in before if t.worth in (Worth.SPARE, Worth.HEADING))]
    named = {at for at, t in enumerate(before) if any(shares_subject(t.text, h, language) for h in heads)}
    last = len(before) - 1
    if last >= 0 and (
        leans(bare, language) or _contrasts(before, first, language) or _is_lone(before, first, language)
    ):
        named.add(last)
    first_named = min(named, default=0)
    while first_named and leans(before[first_named].text, language):
        first_named -= 1
        named.add(first_named)
    return frozenset(named)


def _is_lone(before: Sequence[Told], first: Told, language: str) -> bool:
    """Whether trouble follows the one thing that was done: the event of the message, as likely as not."""
    good = [t for t in before if t.worth is Worth.GOOD]
    turns = shows("shift", first.text, language) or shows("contrast", first.text, language)
    return len(good) == 1 and not turns and not shows("good", good[0].text, language)


def _contrasts(before: Sequence[Told], first: Told, language: str) -> bool:
    """Whether the main matter is told against one sentence that alone names the subject."""
    headed = any(t.worth is Worth.HEADING for t in before)
    return not headed and shows("contrast", first.text, language) and sum(t.worth is Worth.GOOD for t in before) == 1


def _topic(told: Told) -> str:
    found = TOPIC.match(told.text)
    return found[0] if found else ""


def _headed(front: list[Told], after: list[Told], topic: str) -> list[Told]:
    """The topic that a dropped sentence named, put before the main matter where that names none."""
    lines = front + after
    named = any(t.worth is Worth.HEADING or TOPIC.match(LEADS["ja"].sub("", t.text, count=1)) for t in lines[:2])
    if not topic or named:
        return lines
    at = next((n for n, t in enumerate(lines) if t.worth not in (Worth.SPARE, Worth.HEADING)), 0)
    bare = LEADS["ja"].sub("", lines[at].text, count=1)
    return [*lines[:at], replace(lines[at], text=topic + bare), *lines[at + 1 :]]


def untied(kept: Sequence[Told], passages: Sequence[Passage], language: str) -> tuple[Told, ...]:
    """The told passages; those whose neighbour is gone without the words that tied them to it."""
    said = {id(t.passage) for t in kept if not t.moved}
    previous = {id(p): passages[at - 1] if at else None for at, p in enumerate(passages)}
    untied = []
    for told in kept:
        before = previous[id(told.passage)]
        gone = told.moved or before is None or id(before) not in said
        untied.append(replace(told, text=_without_lead(told.text, language)) if gone else told)
    return tuple(untied)


def _without_lead(text: str, language: str) -> str:
    bare = LEADS[language].sub("", text, count=1)
    return bare[:1].upper() + bare[1:] if bare != text and language == "en" else bare


def _once(kept: Sequence[Told]) -> list[Told]:
    """What is said twice in the same words is told once, where it stands first."""
    first: dict[str, Told] = {}
    for told in kept:
        first.setdefault(told.text, told)
    return list(first.values())
