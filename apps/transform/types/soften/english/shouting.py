"""Shouting: capitals and rows of marks come down; acronyms and identifiers stay."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from apps.analyze.language.sentences import Sentence
from apps.transform.contracts import Edit
from apps.transform.rewriting.orders.english.verbs import verb_of
from apps.transform.rewriting.rulebook import FOLDER, load_entries

CAPITALS = re.compile(r"(?<![\w'’.-])[A-Z]{2,}(?:['’][A-Z]+)?(?![\w-])")
RUN = re.compile(r"(?:(?<![\w.-])[A-Z]+(?:['’][A-Z]+)?(?![\w-])[ ,]*){3,}")
MARKS = re.compile(r"[!?]{2,}")


@dataclass(frozen=True)
class WordList:
    """Words of one kind. `alone` ones are lowered wherever they shout, the others inside a run of capitals."""

    kind: str
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    return {entry.kind: frozenset(entry.words) for entry in load_entries(FOLDER / "soften_en_words.yaml", WordList)}


def shouting_edits(sentence: Sentence, intensity: int) -> Iterator[Edit]:
    """Edits that lower shouted words, neighbours together, and shorten rows of marks."""
    for start, end in _joined(_shouted_words(sentence.prose), sentence.prose):
        lowered = sentence.prose[start:end].lower()
        calm = lowered.capitalize() if start == 0 else lowered
        yield Edit(sentence.start + start, sentence.start + end, calm, "soften_en.shouting")
    for match in MARKS.finditer(sentence.prose):
        calm = "?" if "?" in match[0] else ("!" if intensity == 1 else ".")
        yield Edit(sentence.start + match.start(), sentence.start + match.end(), calm, "soften_en.shouting")


def calmed(text: str) -> str:
    """A text with its shouted words in lower case."""
    for start, end in _shouted_words(text):
        text = text[:start] + text[start:end].lower() + text[end:]
    return text


def _shouted_words(prose: str) -> Iterator[tuple[int, int]]:
    in_runs = bytearray(len(prose))
    for run in RUN.finditer(prose):
        in_runs[run.start() : run.end()] = b"\x01" * (run.end() - run.start())
    for match in CAPITALS.finditer(prose):
        if _shouted(match[0].lower(), bool(in_runs[match.start()])):
            yield match.span()


def _joined(words: Iterator[tuple[int, int]], prose: str) -> list[tuple[int, int]]:
    """Words with only a space between them, as one span."""
    spans: list[tuple[int, int]] = []
    for start, end in words:
        if spans and prose[spans[-1][1] : start] == " ":
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _shouted(word: str, in_run: bool) -> bool:
    words = _words()
    if word in words["acronym"]:
        return in_run and word in words["run"]
    verb = verb_of(word)
    return word in words["alone"] or (verb is not None and len(word) > 3) or (in_run and word in words["run"])
