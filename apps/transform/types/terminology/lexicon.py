"""The words that can be explained: the organization's own first, then the built-in glossary of the rulebook."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.transform.contracts import GlossaryEntry
from apps.transform.rewriting.rulebook import FOLDER, load_entries

Side = Literal["it", "business"]
TERMS = FOLDER / "terms"


@dataclass(frozen=True)
class TermEntry:
    """A term of the built-in glossary; `plain` replaces it, `gloss` explains it, each in Japanese and English.

    Statistics are stated correctly: a percentile is never called an average.
    """

    term: str
    ja: tuple[str, ...]
    en: tuple[str, ...]
    plain: tuple[str, ...]
    gloss: tuple[str, ...]
    side: Side = "it"

    def __post_init__(self) -> None:
        spellings = (*self.ja, *self.en)
        if not spellings or not all(isinstance(spelling, str) and spelling for spelling in spellings):
            raise ValueError("a term needs spellings, and each must be text")
        if len(self.plain) != 2 or len(self.gloss) != 2 or not all((*self.plain, *self.gloss)):
            raise ValueError("plain and gloss are pairs: Japanese, English")
        if self.side not in ("it", "business"):
            raise ValueError(f"unknown side {self.side!r}")


@dataclass(frozen=True)
class Word:
    """A spelling with its explanation in one language. `own` comes from the organization; `fixed` is always replaced."""

    key: str
    spelling: str
    plain: str
    gloss: str
    own: bool = False
    fixed: bool = False


HEAD = 2
"""Characters that words are filed under: enough to leave one or two candidates at a place."""


class Lexicon:
    """Words by their first characters, the longest first."""

    def __init__(self, words: Iterable[Word]) -> None:
        by_head: dict[str, list[Word]] = defaultdict(list)
        for word in words:
            by_head[word.spelling[:HEAD].lower()].append(word)
        self._by_head = {head: sorted(found, key=_longest_own_first) for head, found in by_head.items()}
        self._has_short = any(len(head) < HEAD for head in by_head)

    def starting_with(self, text: str) -> Sequence[Word]:
        """Candidates whose spelling begins with the first characters of a text, without case."""
        head = text[:HEAD].lower()
        found = self._by_head.get(head, ())
        return [*found, *self._by_head.get(head[:1], ())] if self._has_short and len(head) > 1 else found


def _longest_own_first(word: Word) -> tuple[int, bool]:
    return -len(word.spelling), not word.own


@lru_cache(maxsize=8)
def built_in(side: Side, language: str) -> Lexicon:
    """The built-in words of one side, explained in one language. Japanese text also uses the Latin spellings."""
    return Lexicon(_built_in_words(side, language))


def own_words(glossary: Iterable[GlossaryEntry], language: str) -> Lexicon:
    """The organization's words of this language. What is to be preserved is no word to explain."""
    return Lexicon(
        Word(
            key=f"own:{entry.term.lower()}",
            spelling=entry.term,
            plain=entry.plain or entry.definition,
            gloss=entry.definition or entry.plain,
            own=True,
            fixed=entry.kind == "forbidden" and bool(entry.plain),
        )
        for entry in glossary
        if entry.language == language and entry.kind != "preserve" and entry.term and (entry.plain or entry.definition)
    )


@lru_cache(maxsize=1)
def all_terms() -> Mapping[str, TermEntry]:
    """The built-in glossary by term."""
    found: dict[str, TermEntry] = {}
    for path in sorted(TERMS.glob("*.yaml")):
        for entry in load_entries(path, TermEntry):
            if entry.term in found:
                raise ValueError(f"{path.name}: the term {entry.term} stands twice")
            found[entry.term] = entry
    return found


def _built_in_words(side: Side, language: str) -> Iterable[Word]:
    at = 0 if language == "ja" else 1
    for entry in all_terms().values():
        if entry.side == side:
            spellings = dict.fromkeys([*(entry.ja if language == "ja" else ()), *entry.en])
            yield from (Word(entry.term, spelling, entry.plain[at], entry.gloss[at]) for spelling in spellings)
