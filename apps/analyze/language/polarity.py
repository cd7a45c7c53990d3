"""What a phrase does to the meaning of its clause: negation, condition, uncertainty, obligation, scope, order, direction."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from apps.analyze.language.tokens import Token, tokenized_lines
from apps.analyze.language.width import fold
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

Meaning = Literal[
    "courtesy",
    "uncertain",
    "certain",
    "obligatory",
    "optional",
    "immediate",
    "relaxed",
    "negation",
    "conditional",
    "only",
    "all",
    "some",
    "also",
    "before",
    "after",
    "then",
    "ours",
    "yours",
    "up",
    "down",
    "steady",
    "failing",
    "working",
    "cause",
    "committed",
    "asked",
]


@dataclass(frozen=True)
class CueEntry:
    """A pattern of the lexicon, compiled once."""

    kind: Meaning
    language: Literal["ja", "en"]
    pattern: str

    def __post_init__(self) -> None:
        if self.kind not in get_args(Meaning):
            raise ValueError(f"unknown kind {self.kind}")
        try:
            re.compile(self.pattern, re.I | re.M)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error


@dataclass(frozen=True)
class Cue:
    """A phrase that carries a meaning, in code points of the text."""

    kind: Meaning
    start: int
    end: int
    text: str


CUES = FOLDER / "cues.yaml"


@lru_cache(maxsize=8)
def _patterns(file: Path, language: str) -> tuple[tuple[Meaning, re.Pattern[str]], ...]:
    entries = load_entries(file, CueEntry)
    return tuple((e.kind, re.compile(e.pattern, re.I | re.M)) for e in entries if e.language == language)


@lru_cache(maxsize=64)
def find_cues(
    prose: str, language: str, *, first: Path | None = None, without: tuple[tuple[int, int], ...] = ()
) -> tuple[Cue, ...]:
    """The cues of a text, in order and disjoint. Those of a file that comes `first` take their spans before the lexicon's own; there are
    none `without` which a text is to be read.
    """
    text = fold(prose)
    taken = bytearray(len(text))
    for start, end in without:
        taken[start:end] = b"\x01" * (end - start)
    patterns = [*(_patterns(first, language) if first else ()), *_patterns(CUES, language)]
    found = [cue for kind, pattern in patterns for cue in _matches(kind, pattern, text, taken)]
    if language == "ja":
        found += _negated_tokens(prose, taken)
    return tuple(sorted(found, key=lambda cue: cue.start))


def _matches(kind: Meaning, pattern: re.Pattern[str], text: str, taken: bytearray) -> list[Cue]:
    cues = []
    for match in pattern.finditer(text):
        start, end = match.span()
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            cues.append(Cue(kind, start, end, match.group()))
    return cues


def _negated_tokens(text: str, taken: bytearray) -> list[Cue]:
    cues = []
    for offset, _line, tokens in tokenized_lines(text):
        for at, token in enumerate(tokens):
            start, end = offset + token.start, offset + token.end
            if _negates(tokens, at) and not any(taken[start:end]):
                cues.append(Cue("negation", start, end, token.surface))
    return cues


def _negates(tokens: tuple[Token, ...], at: int) -> bool:
    """ない and ず in their conjugations, and the prohibition な that SudachiPy reads as a copula or particle."""
    token = tokens[at]
    if token.pos == "助動詞" and token.lemma in ("ない", "ぬ", "ず", "まい"):
        return True
    if token.pos == "形容詞" and token.lemma in ("ない", "無い"):
        return True
    if token.lemma == "かねる":
        return True
    return token.surface == "な" and _prohibits(tokens, at)


def _prohibits(tokens: tuple[Token, ...], at: int) -> bool:
    """触るな。: a verb in its dictionary form and な at the end of the clause."""
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    verb = before is not None and before.pos == "動詞" and before.form.startswith("終止形")
    return verb and (after is None or after.pos == "補助記号" or after.surface in ("よ", "って", "と"))
