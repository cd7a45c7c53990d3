"""Japanese tokens with their conjugation, from SudachiPy."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from threading import local
from typing import NamedTuple

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

from apps.analyze.language.sentences import JAPANESE_END, LIST_MARK
from tonebridge.resilience import deadline

_thread = local()
SURROGATE = re.compile(r"[\ud800-\udfff]")
"""A lone surrogate has no UTF-8; the library reads U+FFFD in its place, so that offsets stay."""

LONGEST_PIECE = 1_000
"""Characters that are read at once: numbers without a full stop (10時10時…) take SudachiPy the square of their length, and more
than 49,149 bytes it refuses. A sentence of people is shorter."""
PIECE_END = re.compile("[、，,\\s」）)]")
"""Where a longer one is cut, if it can be."""
LONGEST_REMEMBERED = 500
"""Characters. A token takes about 250 bytes: what is remembered of a page without a full stop would fill the memory."""


class Token(NamedTuple):
    """One token. `start`/`end` are relative to the tokenised text; `form`, `conjugation` and `category`
    (人名, 地名, サ変可能 …) are UniDic's names. `known`: whether the dictionary lists it."""

    start: int
    end: int
    surface: str
    lemma: str
    reading: str
    pos: str
    subpos: str
    conjugation: str
    form: str
    category: str = ""
    known: bool = True

    def moved(self, by: int) -> "Token":
        """The same token in a longer text."""
        return Token(self.start + by, self.end + by, *self[2:]) if by else self


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary()


def _tokenizer() -> Tokenizer:
    if not hasattr(_thread, "tokenizer"):
        _thread.tokenizer = _dictionary().tokenizer(mode=SplitMode.C)
    return _thread.tokenizer


def tokenize(text: str) -> tuple[Token, ...]:
    """Tokens of a Japanese sentence, longest units (mode C). Text beyond the library's limit is cut in chunks."""
    return _remembered(text) if len(text) <= LONGEST_REMEMBERED else _tokenized(text)


def tokenize_line(line: str) -> tuple[Token, ...]:
    """Tokens of a line, read sentence by sentence: what a rewrite leaves as it is, and what the lenses read as sentences,
    is read once."""
    return _remembered_line(line) if len(line) <= LONGEST_REMEMBERED else _tokenized_line(line)


@lru_cache(maxsize=1024)
def _remembered(text: str) -> tuple[Token, ...]:
    return _tokenized(text)


@lru_cache(maxsize=256)
def _remembered_line(line: str) -> tuple[Token, ...]:
    return _tokenized_line(line)


def _tokenized(text: str) -> tuple[Token, ...]:
    return tuple(token for start, end in _pieces(text) for token in _tokens(text[start:end], start))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > LONGEST_PIECE:
        deadline.check()
        ends = [found.end() for found in PIECE_END.finditer(text, start + LONGEST_PIECE // 2, start + LONGEST_PIECE)]
        end = ends[-1] if ends else start + LONGEST_PIECE
        yield start, end
        start = end
    yield start, len(text)


def _tokenized_line(line: str) -> tuple[Token, ...]:
    mark = LIST_MARK.match(line)
    first = mark.end() if mark else 0
    ends = [match.end() for match in JAPANESE_END.finditer(line, first)]
    bounds = pairwise([0, *([first] if first else []), *ends, len(line)])
    return tuple(token for start, end in bounds for token in _moved(line[start:end], start))


def forget_tokens() -> None:
    """Read everything anew: for measurements."""
    _remembered.cache_clear()
    _remembered_line.cache_clear()


def tokenized_lines(text: str) -> Iterator[tuple[int, str, tuple[Token, ...]]]:
    """Each line with where it begins in the text, and its tokens, whose places are in the line."""
    offset = 0
    for line in text.split("\n"):
        yield offset, line, tokenize_line(line)
        offset += len(line) + 1


def _moved(piece: str, by: int) -> Iterator[Token]:
    """The tokens of a piece of a line, without the space around it: that is how a sentence begins and ends."""
    bare = piece.strip()
    by += piece.index(bare)
    return (token.moved(by) for token in tokenize(bare))


def _tokens(text: str, offset: int) -> list[Token]:
    readable = text if text.isascii() else SURROGATE.sub("\ufffd", text)
    return [_token(morpheme, offset) for morpheme in _tokenizer().tokenize(readable)]


def _token(morpheme: Morpheme, offset: int) -> Token:
    pos, subpos, conjugation, form, category = _grammar(morpheme.part_of_speech_id(), morpheme)
    return Token(
        morpheme.begin() + offset,
        morpheme.end() + offset,
        morpheme.surface(),
        morpheme.dictionary_form(),
        morpheme.reading_form(),
        pos,
        subpos,
        conjugation,
        form,
        category,
        not morpheme.is_oov(),
    )


_grammars: dict[int, tuple[str, str, str, str, str]] = {}
"""What a part of speech of the dictionary is called, by its number: a text holds the same few over and over."""


def _grammar(number: int, morpheme: Morpheme) -> tuple[str, str, str, str, str]:
    known = _grammars.get(number)
    if known is None:
        pos, subpos, category, _, conjugation, form = morpheme.part_of_speech()
        known = _grammars[number] = (pos, subpos, conjugation, form, category)
    return known
