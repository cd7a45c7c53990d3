"""Japanese tokens with their conjugation, from SudachiPy."""

import re
from dataclasses import dataclass
from functools import lru_cache
from threading import local

from sudachipy import Dictionary, SplitMode, Tokenizer

_thread = local()
SURROGATE = re.compile(r"[\ud800-\udfff]")
"""A lone surrogate has no UTF-8; the library reads U+FFFD in its place, so that offsets stay."""

MAX_BYTES = 40_000
"""SudachiPy refuses more than 49,149 bytes at once; callers pass a sentence, so this is a guard."""


@dataclass(frozen=True)
class Token:
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


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary()


def _tokenizer() -> Tokenizer:
    if not hasattr(_thread, "tokenizer"):
        _thread.tokenizer = _dictionary().tokenizer(mode=SplitMode.C)
    return _thread.tokenizer


@lru_cache(maxsize=2048)
def tokenize(text: str) -> tuple[Token, ...]:
    """Tokens of a Japanese sentence, longest units (mode C). Text beyond the library's limit is cut in chunks."""
    if len(text.encode("utf-8", "surrogatepass")) <= MAX_BYTES:
        return tuple(_tokens(text, 0))
    step = MAX_BYTES // 4
    return tuple(token for at in range(0, len(text), step) for token in _tokens(text[at : at + step], at))


def _tokens(text: str, offset: int) -> list[Token]:
    return [
        Token(
            start=morpheme.begin() + offset,
            end=morpheme.end() + offset,
            surface=morpheme.surface(),
            lemma=morpheme.dictionary_form(),
            reading=morpheme.reading_form(),
            pos=morpheme.part_of_speech()[0],
            subpos=morpheme.part_of_speech()[1],
            conjugation=morpheme.part_of_speech()[4],
            form=morpheme.part_of_speech()[5],
            category=morpheme.part_of_speech()[2],
            known=not morpheme.is_oov(),
        )
        for morpheme in _tokenizer().tokenize(SURROGATE.sub("\ufffd", text))
    ]
