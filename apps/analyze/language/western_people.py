"""Names of people in English text, with a title or without: by the words they are made of, and by what stands around them.

For hiding, where one too many costs little and one too few tells somebody's name. A name is put together of capitalised words
(`Dana Whitfield`, `J. Kowalski`, `Tessa van Dijk`); what an organization is called after somebody (`Carter Consulting`) is nobody.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from apps.analyze.language.name_contexts import (
    ACTS,
    AGENT,
    BEFORE,
    BESIDE,
    BUSY,
    CALLED,
    CLOSING,
    DESCRIBED,
    DOES,
    GOES_ON,
    HEADED,
    NEAR,
    PLACES,
    SAID,
    SPEAKS,
    SUBJECT,
    THING,
    TRANSFER,
    UNHEARD_OF_AFTER,
    VOCATIVE,
    WANTED,
)
from apps.analyze.language.name_words import LATIN, Sort, is_also_a_word, is_everyday, sort_of

CAPITAL = "A-ZÀ-ÖØ-Þ" + "".join(filter(str.isupper, map(chr, (*range(0x100, 0x250), *range(0x1E00, 0x1F00)))))
WORD = rf"(?:(?:O|D|L)['’])?[{CAPITAL}][{LATIN}]*(?:['’-][{LATIN}][{LATIN}]+)*"
INITIAL = r"[A-Z]\."
PARTICLE = r"(?:van der|van den|van de|van|von der|von|de la|de|del|della|di|da|dos|du|bin|ibn|al|el|ten|ter|le|la)"
RUN = re.compile(
    rf"(?<![{LATIN}\d_@/#&.-])(?:{INITIAL} ?)*{WORD}(?: (?:{INITIAL} ?)*(?:{PARTICLE} )?{WORD})*(?![{LATIN}\d_/&]|-[{LATIN}\d])"
)
PART = re.compile(rf"{INITIAL}|{PARTICLE}(?= )|{WORD}")
TITLES = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sir|Madam|Miss)\.? $")
TITLE = frozenset(["st", "mr", "mrs", "ms", "mx", "dr", "prof", "sir", "madam", "miss"])
MOST_PARTS = 4

Span = tuple[int, int]


@dataclass(frozen=True)
class Candidate:
    """Words in a row that may be a name. `sorts` is one a word; initials and particles have none."""

    start: int
    end: int
    words: tuple[str, ...]
    sorts: tuple[Sort, ...]
    follows: str
    """The sort of what goes on in the same row, or nothing."""


def find_western(prose: str) -> tuple[Span, ...]:
    """The names, in order and disjoint. Titles and what belongs to a name (Whitfield's) stay outside."""
    candidates = [_without_modal(each, prose) for run in RUN.finditer(prose) for each in _candidates(run)]
    sure = {each for each in candidates if _is_person(each, prose)}
    sure |= set(_headed(prose, candidates))
    sure |= _beside(candidates, sure, prose)
    known = {word for each in sure for word in each.words if len(word) > 2 and not is_also_a_word(word)}
    sure |= {each for each in candidates if each not in sure and set(each.words) <= known and each.follows != "affair"}
    return tuple(sorted((each.start, each.end) for each in sure))


def find_western_in_japanese(prose: str) -> tuple[Span, ...]:
    """Names in Latin letters in Japanese text: known ones, and whoever is called さん."""
    candidates = [each for run in RUN.finditer(prose) for each in _candidates(run)]
    found = [each for each in candidates if {"given", "family"} & set(each.sorts) or CALLED.match(prose, each.end)]
    return tuple((each.start, each.end) for each in found if each.follows != "affair")


def _without_modal(each: Candidate, prose: str) -> Candidate:
    """Will Julia come?, Grant Smith access: a word that begins a question or an order is no part of the name behind it."""
    is_word = len(each.words) > 1 and each.sorts[0] == "doubtful" and is_everyday(each.words[0])
    if not is_word or not _begins_sentence(each, prose) or SUBJECT.match(prose[each.end : each.end + 40]):
        return each
    start = prose.index(each.words[1], each.start + len(each.words[0]))
    return Candidate(start, each.end, each.words[1:], each.sorts[1:], each.follows)


def _candidates(run: re.Match[str]) -> Iterator[Candidate]:
    """A row of capitalised words in pieces, cut where a word is no name."""
    piece: list[tuple[re.Match[str], Sort | None]] = []
    for part in PART.finditer(run.group()):
        sort = None if _is_small(part.group()) else _sort(part.group())
        if sort in ("no name", "affair"):
            yield from _whole(run, piece, str(sort))
            piece = []
        else:
            piece.append((part, sort))
    yield from _whole(run, piece, "")


def _sort(word: str) -> Sort:
    return "no name" if word.lower() in TITLE else sort_of(word)


def _is_small(part: str) -> bool:
    return part[0].islower() or part.endswith(".")


def _whole(run: re.Match[str], piece: list[tuple[re.Match[str], Sort | None]], follows: str) -> Iterator[Candidate]:
    while piece and piece[-1][1] is None:
        piece = piece[:-1]
    named = [(part.group(), sort) for part, sort in piece if sort]
    if named and len(named) <= MOST_PARTS:
        start, end = run.start() + piece[0][0].start(), run.start() + piece[-1][0].end()
        words, sorts = tuple(word for word, _sort in named), tuple(sort for _word, sort in named)
        yield Candidate(start, end, words, sorts, follows)


def _is_person(each: Candidate, prose: str) -> bool:
    if TITLES.search(prose[max(0, each.start - 8) : each.start]):
        return True
    if each.follows == "affair" and not _is_told(each, prose):
        return False
    if len(each.words) > 1 or each.end - each.start > len(each.words[0]):
        return _is_full_name(each, prose)
    return _is_single(each, prose)


def _is_full_name(each: Candidate, prose: str) -> bool:
    """Two or more words, or an initial and a word."""
    if "given" in each.sorts or "family" in each.sorts:
        return True
    after = prose[each.end : each.end + 40]
    does_something = bool(SAID.match(after) or DOES.match(after))
    if each.sorts[0] == "doubtful" and (does_something or not _begins_sentence(each, prose)):
        return True
    return _is_told(each, prose) or _is_framed(each, prose)


def _is_single(each: Candidate, prose: str) -> bool:
    sort, after = each.sorts[0], prose[each.end : each.end + 40]
    if sort in ("given", "family"):
        return True
    if _is_told(each, prose) or SAID.match(after) or (sort == "doubtful" and ACTS.match(after)):
        return True
    return _is_doubtful_person(each, prose) if sort == "doubtful" else _is_framed(each, prose)


def _is_framed(each: Candidate, prose: str) -> bool:
    """Of words that nobody has heard of: whether the sentence goes on as it does around people."""
    before, after = _before(each, prose), prose[each.end : each.end + 40]
    if len(each.words[-1]) < 3 or THING.fullmatch(each.words[-1]) or not GOES_ON.match(after):
        return False
    if _begins_sentence(each, prose):
        is_signed = not after.strip() and (each.start > 0 or len(each.words) > 1)
        is_subject = SPEAKS.match(after) and not AGENT.fullmatch(each.words[-1])
        return bool(is_signed or is_subject or (len(each.words) > 1 and (DOES.match(after) or BUSY.match(after))))
    if TRANSFER.search(prose[max(0, each.start - 80) : each.start]):
        return True
    return not (DESCRIBED if len(each.words) > 1 else UNHEARD_OF_AFTER).search(before)


def _is_doubtful_person(each: Candidate, prose: str) -> bool:
    """Will should …, with Rose, for Bill; not: Will you …, in May, Mark the date."""
    after, is_first = prose[each.end : each.end + 40], _begins_sentence(each, prose)
    if each.words[0].lower() in PLACES:
        return is_first and bool(VOCATIVE.match(after))
    if is_first:
        return bool(DOES.match(after) or VOCATIVE.match(after) or not after.strip())
    return True if not is_everyday(each.words[0]) else bool(NEAR.search(_before(each, prose)) or DOES.match(after))


def _is_told(each: Candidate, prose: str) -> bool:
    """Somebody is spoken to, or of, as only people are; or stands below a closing, or says what they want in person."""
    before, after = _before(each, prose), prose[each.end : each.end + 40]
    if BEFORE.search(before) or (CLOSING.search(before + " ") and before.endswith("\n")):
        return True
    if WANTED.search(before) and after.startswith(" to "):
        return True
    return _begins_sentence(each, prose) and each.sorts[0] != "unknown" and bool(VOCATIVE.match(after))


def _before(each: Candidate, prose: str) -> str:
    return prose[max(0, each.start - 40) : each.start]


def _begins_sentence(each: Candidate, prose: str) -> bool:
    before = prose[: each.start].rstrip(" \t\"'“‘(*>-•")
    return not before or before[-1] in ".!?:\n"


def _headed(prose: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """What stands in a line of senders, receivers or owners."""
    lines = [
        (head.end(), (prose + "\n").index("\n", head.end())) for head in HEADED.finditer(prose) if ":" in head.group()
    ]
    for each in candidates:
        if any(start <= each.start and each.end <= end for start, end in lines) and each.follows != "affair":
            yield each


def _beside(candidates: list[Candidate], sure: Collection[Candidate], prose: str) -> set[Candidate]:
    """A name stands beside a name: Jack, Maya and Wei. Forwards, and backwards."""
    found = set(sure)
    for row in (list(pairwise(candidates)), [(later, one) for one, later in reversed(list(pairwise(candidates)))]):
        for one, other in row:
            if one in found and _may_stand_beside(other):
                between = prose[min(one.end, other.end) : max(one.start, other.start)]
                found |= {other} if BESIDE.match(between) else set()
    return found


def _may_stand_beside(each: Candidate) -> bool:
    return each.follows != "affair" and not (len(each.words) == 1 and each.words[0].lower() in PLACES)
