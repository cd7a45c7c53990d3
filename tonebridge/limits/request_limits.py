"""The limits that bind a request and how they stand, for the fields of its answer (draft-ietf-httpapi-ratelimit-headers).

Whoever takes from a limit notes it here, wherever in the request's work that is; the front door writes the fields.
"""

import math
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from tonebridge.context_vars import bound
from tonebridge.resilience import clock

DAY_S = 86_400


@dataclass(frozen=True)
class Limit:
    """`quota` calls in `window_s` seconds. `remaining` calls are left, and all of them in `reset_s` seconds; None: nobody looked."""

    name: str
    quota: int
    window_s: int
    remaining: int | None = None
    reset_s: float = 0


@dataclass
class Limits:
    """Of one request, by name, in the order in which they were met."""

    known: dict[str, Limit] = field(default_factory=dict)
    refused: str = ""
    """Which of them refused the request."""

    def fields(self, *, is_refusal: bool) -> list[tuple[str, str]]:
        """Header fields. `X-RateLimit-*` tell of the first limit; of a refusal by a limit, of that one, and of another by none."""
        known = list(self.known.values())  # at once: a thread that nobody waits for any more may note another
        first = self.known.get(self.refused) if is_refusal else next(iter(known), None)
        rest = [each for each in known if each is not first]
        return fields_of([first, *rest] if first else rest, counted=first)


_limits: ContextVar[Limits | None] = ContextVar("limits", default=None)


def collected_in(limits: Limits) -> AbstractContextManager[None]:
    """What is noted within, in its threads as well, stands there."""
    return bound(_limits, limits)


def note(limit: Limit, *, refused: bool = False) -> None:
    """The limit binds this request. Does nothing outside of one."""
    if (limits := _limits.get()) is not None:
        limits.known[limit.name] = limit
        limits.refused = limit.name if refused else limits.refused


def note_change(name: str, *, spent: int = 0, refused: bool = False) -> None:
    """Calls were spent of a limit that was noted before, or it refused."""
    limits = _limits.get()
    if limits is not None and (limit := limits.known.get(name)):
        left = None if limit.remaining is None else max(0, limit.remaining - spent)
        note(replace(limit, remaining=left), refused=refused)


def fields_of(limits: list[Limit], *, counted: Limit | None) -> list[tuple[str, str]]:
    """What they allow, and how they stand (`standing_of`)."""
    return [*policy_of(limits), *standing_of(limits, counted=counted)]


def policy_of(limits: list[Limit]) -> list[tuple[str, str]]:
    """What the limits allow, however they stand."""
    policy = ", ".join(f'"{one.name}";q={one.quota};w={one.window_s}' for one in limits)
    return [("RateLimit-Policy", policy)] if policy else []


def standing_of(limits: list[Limit], *, counted: Limit | None) -> list[tuple[str, str]]:
    """`RateLimit` of all; of `counted`: limit, what is left, when it is full (epoch seconds), in how many seconds."""
    standing = ", ".join(f'"{one.name}";r={one.remaining};t={_s(one)}' for one in limits if one.remaining is not None)
    found = [("RateLimit", standing)] if standing else []
    if counted is None or counted.remaining is None:
        return found
    reset = math.ceil(clock.now().timestamp()) + _s(counted)
    values = {"Limit": counted.quota, "Remaining": counted.remaining, "Reset": reset, "Reset-After": _s(counted)}
    return found + [(f"X-RateLimit-{name}", str(value)) for name, value in values.items()]


def _s(limit: Limit) -> int:
    return math.ceil(limit.reset_s)
