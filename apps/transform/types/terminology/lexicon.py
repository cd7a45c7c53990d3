"""The words that can be explained: the organization's own first, then the built-in glossary of the rulebook."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from apps.transform.contracts import GlossaryEntry
from apps.transform.rewriting.roles.fields import Field, Fields
from apps.transform.types.terminology.glossary import all_terms


class Word(NamedTuple):
    """A spelling with its explanation in one language.

    `own` comes from the organization; `fixed` is always replaced. `needs_context`: it is an everyday word or another field's, too.
    """

    key: str
    spelling: str
    plain: str
    gloss: str
    own: bool = False
    fixed: bool = False
    field: Field | None = None
    known_to: Fields = frozenset()
    needs_context: bool = False


HEAD = 2
"""Characters that lengths are filed under: enough to leave one or two at a place."""


class Lexicon:
    """Words by their spelling, without case, and the lengths that spellings with the same first characters have."""

    def __init__(self, words: Iterable[Word]) -> None:
        found: dict[str, list[Word]] = defaultdict(list)
        for word in words:
            found[word.spelling.lower()].append(word)
        self._words = {spelling: tuple(same) for spelling, same in found.items()}
        lengths: dict[str, set[int]] = defaultdict(set)
        for spelling in found:
            lengths[spelling[:HEAD]].add(len(spelling))
        self._lengths = {head: tuple(sorted(which, reverse=True)) for head, which in lengths.items()}

    def starting_at(self, lower: str, at: int) -> Iterator[Sequence[Word]]:
        """The words that a text in lower case may have at a place, the longest first; those of one spelling together."""
        head = lower[at : at + HEAD]
        for size in (*self._lengths.get(head, ()), *((1,) if head[:1] in self._lengths and len(head) > 1 else ())):
            if words := self._words.get(lower[at : at + size]):
                yield words


@lru_cache(maxsize=2)
def built_in(language: str) -> Lexicon:
    """The built-in words, explained in one language. Japanese text also uses the Latin spellings."""
    return Lexicon(_built_in_words(language))


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


def _built_in_words(language: str) -> Iterator[Word]:
    at = 0 if language == "ja" else 1
    for entry in all_terms().values():
        for spelling in dict.fromkeys([*(entry.ja if language == "ja" else ()), *entry.en]):
            yield Word(
                entry.term,
                spelling,
                entry.plain[at],
                entry.gloss[at],
                field=entry.field,
                known_to=entry.known_to,
                needs_context=spelling in entry.context,
            )
