"""What a reader needs to know before saying yes: sections, and which kind of ask needs which."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from apps.transform.rewriting.rulebook import FOLDER, load_entries

TOLD = ("purpose", "reason", "current", "tried", "impact", "cost", "deadline")
"""Sections that are shown wherever the text says something of theirs."""
OPENING = ("window", "purpose", "reason", "current", "tried")
"""Those that come first."""


@dataclass(frozen=True)
class Section:
    """A section in one language. `cue` finds sentences that surely belong to it, `phrase` the piece of an ask that fills it.

    The piece is the group `piece` of `phrase`, or the whole match. Without a cue no sentence is moved there.
    """

    key: str
    language: str
    heading: str
    slot: str
    question: str
    cue: str = ""
    phrase: str = ""

    def __post_init__(self) -> None:
        _checked(self.cue)
        _checked(self.phrase)

    @cached_property
    def cue_pattern(self) -> re.Pattern[str] | None:
        """The compiled `cue`, where the section has one."""
        return re.compile(self.cue, re.I) if self.cue else None

    @cached_property
    def phrase_pattern(self) -> re.Pattern[str] | None:
        """The compiled `phrase`, where the section has one."""
        return re.compile(self.phrase, re.I) if self.phrase else None


@dataclass(frozen=True)
class AskKind:
    """A kind of ask, the words that tell it, and its sections: the most needed first, later ones only when asked for strongly."""

    kind: str
    ja: str
    en: str
    sections: tuple[str, ...]
    strong: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _checked(self.ja)
        _checked(self.en)
        unknown = {*self.sections, *self.strong} - {section.key for section in _all_sections()}
        if unknown:
            raise ValueError(f"unknown sections {sorted(unknown)}")


def _checked(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"bad pattern: {error}") from error


@lru_cache(maxsize=1)
def _all_sections() -> tuple[Section, ...]:
    return load_entries(FOLDER / "background_sections.yaml", Section)


@lru_cache(maxsize=1)
def _kinds() -> tuple[AskKind, ...]:
    return load_entries(FOLDER / "background_asks.yaml", AskKind)


def kind_of(prose: str, language: str) -> AskKind:
    """The kind of ask that a text holds; the last kind of the rulebook fits everything."""
    return next(kind for kind in _kinds() if re.search(kind.ja if language == "ja" else kind.en, prose, re.I))


def sections_for(kind: AskKind, language: str, intensity: int) -> tuple[Section, ...]:
    """The sections of a kind: three at intensity 1, all at 2, the strong ones too at 3."""
    keys = kind.sections[:3] if intensity == 1 else kind.sections + (kind.strong if intensity == 3 else ())
    by_key = {section.key: section for section in _all_sections() if section.language == language}
    return tuple(by_key[key] for key in keys)


def section_named(key: str, language: str) -> Section:
    """The section with that key. Raises StopIteration for one that the rulebook lacks."""
    return next(section for section in _all_sections() if section.key == key and section.language == language)


def sections_in(language: str) -> tuple[Section, ...]:
    """All sections of a language."""
    return tuple(section for section in _all_sections() if section.language == language)


def with_told(sections: tuple[Section, ...], language: str) -> tuple[Section, ...]:
    """The sections, and those that a text may fill without being asked for them: the reason first, then facts, what was tried, who and what."""
    held = {section.key for section in sections}
    told = [section_named(key, language) for key in TOLD if key not in held]
    first = sorted((s for s in (*sections, *told) if s.key in OPENING), key=lambda s: OPENING.index(s.key))
    return (*first, *(section for section in (*sections, *told) if section.key not in OPENING))


def slots_of(question: str, language: str) -> tuple[str, ...]:
    """The words of the slots that go with a question."""
    return tuple(s.slot for s in _all_sections() if s.language == language and s.question == question)
