"""How long models may take with one message: each, and all of them. What one of them used is no longer there for the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from apps.transform.contracts import Tier
from apps.transform.protocols import Rung
from apps.transform.providers.pace import QUICK_S, USUAL_S, Limits

QUICK = Limits(QUICK_S, USUAL_S)
"""Of a rung that doesn't know its own."""


@runtime_checkable
class Paced(Protocol):
    """A rung that knows how long it takes."""

    def limits(self) -> Limits:
        """What its next call may take."""
        ...

    def needed_s(self) -> float:
        """Seconds that a caller has to have for it; 0 where nothing is known."""
        ...


@dataclass(frozen=True)
class Patience:
    """Seconds: how long all models may be silent, how long they may write, and how long each may be silent."""

    silence_s: float
    whole_s: float
    each: Mapping[Tier, float]

    def of(self, rung: Rung) -> float:
        """Until it has to have begun."""
        return self.each.get(rung.tier, self.silence_s)


def patience_with(rungs: Sequence[Rung], first_token_s: float | None = None) -> Patience:
    """As long as the first may be silent; longer where one behind it is known to be slower. `first_token_s` goes for all instead."""
    limits = {rung.tier: rung.limits() if isinstance(rung, Paced) else QUICK for rung in rungs}
    found = list(limits.values()) or [QUICK]
    whole_s = max(each.whole_s for each in found)
    if first_token_s:
        return Patience(first_token_s, whole_s, {})
    known = found[:1] + [each for each in found if each.is_measured]
    each = {tier: limit.first_token_s for tier, limit in limits.items()}
    return Patience(max(one.first_token_s for one in known), whole_s, each)
