"""Shorten what is told as far as grammar allows, until it fits the length that an intensity aims at. It is an aim: no fact goes for it."""

from collections.abc import Sequence
from dataclasses import replace

from apps.transform.contracts import Intensity
from apps.transform.rewriting.worth import Worth
from apps.transform.types.summarize.arrange import Told
from apps.transform.types.summarize.compress import compress

SHARE = {Intensity.LIGHT: 0.70, Intensity.MEDIUM: 0.50, Intensity.STRONG: 0.30}
"""The length that a summary aims at, as a share of the message's characters."""
TIGHTEST = 3


def fitted(told: Sequence[Told], length: int, language: str, intensity: Intensity) -> list[Told]:
    """The told passages for a message of `length` characters: fillers out; where that isn't enough what can be spared, then wordy parts."""
    room = length * SHARE[intensity]
    lines = [_shorter(t, language, 1) for t in told]
    if intensity is Intensity.LIGHT or _length(lines) <= room:
        return lines
    lines = [t for t in lines if t.worth is not Worth.SPARE] or lines
    return lines if _length(lines) <= room else [_shorter(t, language, TIGHTEST) for t in lines]


def _shorter(told: Told, language: str, level: int) -> Told:
    return replace(told, text=compress(told.text, language, level))


def _length(lines: Sequence[Told]) -> int:
    return sum(len(t.text) + len(t.passage.below) + 1 for t in lines)
