"""How long one model takes, learned from its answers: its limits fit it, be it a data centre or somebody's laptop.

All limits are seconds from when a call is sent: waiting for a slot is no part of them.
"""

from collections import deque
from dataclasses import dataclass
from statistics import median
from threading import Lock

from django.conf import settings

from tonebridge.resilience import clock

QUICK_S = 2.2
"""Until a quick model has begun. What is left of two and a half seconds is the rules'."""
USUAL_S = 20.0
"""For a quick model's whole answer."""
UNMEASURED_S = 7.0
"""Until one has begun of which nothing is known: less than an API's caller waits in all."""
LONGEST_FIRST_S, LONGEST_S = 45.0, 90.0
"""However slow a model is: until it has begun, and for the whole answer."""
ANSWER_S = 12.0
"""A caller's time where a model writes: many may have come at once, and each of them waits for it."""
FAIR_SHARE = 0.5
"""Of its time, what a model has to have had for its silence to be its own fault. One that has another behind it gets 0.6 of it."""
TIMES, MORE_S = 3.0, 1.0
"""A model may take so many times what it usually takes, and a little more."""
REMEMBERED = 20
"""Answers."""
SILENT, DOUBTED_S = 2, 30.0
"""A model that was silent so often in a row gets a quick one's time; one call in so many seconds gets its own, to find out."""


@dataclass(frozen=True)
class Limits:
    """Seconds until a model has to have begun, and for its whole answer. `is_measured`: they come from answers of its own."""

    first_token_s: float
    whole_s: float
    is_measured: bool = False


class Pace:
    """One model's. Safe for threads."""

    def __init__(self) -> None:
        self._firsts, self._wholes = deque[float](maxlen=REMEMBERED), deque[float](maxlen=REMEMBERED)
        self._lock, self._silent, self._doubted_until = Lock(), 0, 0.0
        self._silence_noted = float("-inf")

    @property
    def is_measured(self) -> bool:
        """Whether it has ever answered."""
        return bool(self._firsts)

    def usual(self) -> tuple[float, float]:
        """Seconds until it begins, and until its answer is whole: the median. Only of one that is measured."""
        with self._lock:
            return median(self._firsts), median(self._wholes)

    def note(self, first_s: float, whole_s: float) -> None:
        """It answered."""
        with self._lock:
            self._firsts.append(first_s)
            self._wholes.append(whole_s)
            self._silent = 0

    def note_silence(self, silent_s: float = 0.0) -> None:
        """It didn't begin within its limit, which was so long. Calls that waited side by side are one sign, not several: they may be
        one sender's, and long ones.
        """
        with self._lock:
            now = clock.tick()
            if now - silent_s >= self._silence_noted:
                self._silent, self._silence_noted = self._silent + 1, now

    def limits(self) -> Limits:
        """What the next call may take. Settings come before what was measured."""
        return self._limits(is_doubted=self._is_doubted())

    def is_hurried(self, first_token_s: float, total_s: float) -> bool:
        """Whether a call with so many seconds has clearly less than one that nobody hurries: it can't tell anything about the model."""
        own, usual_s = self._limits(is_doubted=self._silent >= SILENT), max(ANSWER_S, self.needed_s())
        first_s, whole_s = (FAIR_SHARE * min(limit, usual_s) for limit in (own.first_token_s, own.whole_s))
        return first_token_s < first_s or total_s < whole_s

    def _limits(self, *, is_doubted: bool) -> Limits:
        first, whole = self._fitting() if self.is_measured else (UNMEASURED_S, USUAL_S)
        first = min(first, QUICK_S) if is_doubted else first
        return Limits(settings.LLM_FIRST_TOKEN_S or first, settings.LLM_TIMEOUT_S or whole, self.is_measured)

    def needed_s(self) -> float:
        """For a request that waits for it; 0 where nothing is known."""
        return min(LONGEST_S, TIMES * self.usual()[1] + MORE_S) if self.is_measured else 0.0

    def _fitting(self) -> tuple[float, float]:
        first, whole = (TIMES * usual + MORE_S for usual in self.usual())
        return min(LONGEST_FIRST_S, max(QUICK_S, first)), min(LONGEST_S, max(USUAL_S, whole))

    def _is_doubted(self) -> bool:
        with self._lock:
            if self._silent < SILENT:
                return False
            now = clock.tick()
            is_doubted = now < self._doubted_until
            self._doubted_until = self._doubted_until if is_doubted else now + DOUBTED_S
            return is_doubted
