"""The other way round: what somebody saw, as what an engineer would check. Each is a guess, and says so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from apps.analyze.language.document import HOLE, Document
from apps.transform.contracts import Edit, Intensity, Language, Question, TransformRequest
from apps.transform.rewriting.rulebook import FOLDER, load_entries, reason_text, wording_beside

WORDS = wording_beside(__file__)
MOST, MOST_ASKED = 3, 5
"""Symptoms that one line can bear, and questions that somebody answers."""


@dataclass(frozen=True)
class Symptom:
    """How people tell of it (regex without case, by language), what may be behind it, and the codes of what to ask.

    Not `alone`: it tells more of another symptom, and is none by itself (急に, "in bulk").
    """

    code: str
    ja: str
    en: str
    maybe_ja: tuple[str, ...]
    maybe_en: tuple[str, ...]
    asks: tuple[str, ...]
    alone: bool = True

    def __post_init__(self) -> None:
        re.compile(self.ja)
        re.compile(self.en)
        if not self.maybe_ja or not self.maybe_en:
            raise ValueError(f"{self.code} has no candidates")
        if strange := set(self.asks) - set(_asked()):
            raise ValueError(f"unknown questions {sorted(strange)}")


@dataclass(frozen=True)
class Asked:
    """A question that engineers ask back; not where `unless` (regex without case, by language) is answered already."""

    code: str
    ja: str
    en: str
    unless_ja: str
    unless_en: str


@dataclass(frozen=True)
class Seen:
    """A symptom at its place in the text."""

    symptom: Symptom
    start: int
    end: int


def symptoms_in(document: Document, language: Language) -> Sequence[Seen]:
    """The symptoms that a text tells of, in its order, without overlaps."""
    found: list[Seen] = []
    for symptom, pattern in _symptoms(language):
        match = pattern.search(document.prose)
        if match and HOLE not in match[0]:
            found.append(Seen(symptom, match.start(), match.end()))
    found.sort(key=lambda seen: (seen.start, -seen.end))
    kept: list[Seen] = []
    for seen in found:
        if not kept or seen.start >= kept[-1].end:
            kept.append(seen)
    return kept[:MOST] if any(seen.symptom.alone for seen in kept) else ()


def symptom_line(seen: Sequence[Seen], document: Document, wanted: TransformRequest) -> Edit | None:
    """A closing line with what may be behind each symptom; None without one, or where it stands there already."""
    opening = WORDS["guesses"][wanted.language].split("{}")[0]
    if not seen or opening in document.text:
        return None
    guesses = WORDS["semicolon"][wanted.language].join(_guess(each, document, wanted) for each in seen)
    end = len(document.text.rstrip())
    return Edit(end, end, f"\n\n{WORDS['guesses'][wanted.language].format(guesses)}", "symptom_guessed")


def _guess(seen: Seen, document: Document, wanted: TransformRequest) -> str:
    symptom = seen.symptom
    maybe = symptom.maybe_ja if wanted.language == "ja" else symptom.maybe_en
    most = 1 if wanted.intensity is Intensity.LIGHT else len(maybe)
    said = WORDS["or"][wanted.language].join(maybe[:most])
    return WORDS["guess"][wanted.language].format(document.text[seen.start : seen.end].strip(), said)


def symptom_questions(seen: Sequence[Seen], document: Document, wanted: TransformRequest) -> Iterator[Question]:
    """What an engineer would ask about these symptoms, each once, and only what the text doesn't answer."""
    codes = dict.fromkeys(code for each in seen for code in each.symptom.asks)
    unanswered = [code for code in codes if not _is_answered(_asked()[code], document.prose, wanted.language)]
    for code in unanswered[:MOST_ASKED]:
        asked = _asked()[code]
        text = asked.ja if wanted.language == "ja" else asked.en
        yield Question("", text, reason_text("asked.symptom_seen", wanted.reader_language))


def _is_answered(asked: Asked, prose: str, language: Language) -> bool:
    unless = asked.unless_ja if language == "ja" else asked.unless_en
    return bool(unless and re.search(unless, prose, re.I))


@lru_cache(maxsize=1)
def _asked() -> dict[str, Asked]:
    return {entry.code: entry for entry in load_entries(FOLDER / "symptom_questions.yaml", Asked)}


@lru_cache(maxsize=2)
def _symptoms(language: str) -> tuple[tuple[Symptom, re.Pattern[str]], ...]:
    entries = load_entries(FOLDER / "symptoms.yaml", Symptom)
    pairs = ((entry, entry.ja if language == "ja" else entry.en) for entry in entries)
    return tuple((entry, re.compile(pattern, re.I)) for entry, pattern in pairs if pattern)
