"""Measures as words and small bars; longer is better in all of them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.transform.contracts import Scores, ScoreShift

HARSHNESS = ((0.15, _("gentle")), (0.4, _("a little sharp")), (0.65, _("sharp")), (1.0, _("harsh")))
POLITENESS = ((0.25, _("blunt")), (0.5, _("plain")), (0.75, _("polite")), (1.0, _("very polite")))
CLARITY = ((40.0, _("hard to follow")), (60.0, _("fair")), (80.0, _("clear")), (100.0, _("very clear")))
Steps = tuple[tuple[float, Promise], ...]


@dataclass(frozen=True)
class Measure:
    """One text's value: a word, and 0..100 for the bar."""

    word: Promise
    percent: int


@dataclass(frozen=True)
class Shift:
    """A measure before and after."""

    name: Promise
    before: Measure
    after: Measure


def shifts_of(scores: ScoreShift) -> tuple[Shift, ...]:
    """The three measures in the order they are shown."""
    before, after = _measures(scores.before), _measures(scores.after)
    names = (_("Gentleness"), _("Politeness"), _("Clarity"))
    return tuple(Shift(name, one, other) for name, one, other in zip(names, before, after, strict=True))


def _measures(scores: Scores) -> tuple[Measure, ...]:
    return (
        Measure(_word(HARSHNESS, scores.harshness), 100 - round(scores.harshness * 100)),
        Measure(_word(POLITENESS, scores.politeness), round(scores.politeness * 100)),
        Measure(_word(CLARITY, scores.clarity), round(scores.clarity)),
    )


def _word(steps: Steps, value: float) -> Promise:
    return next((word for most, word in steps if value <= most), steps[-1][1])
