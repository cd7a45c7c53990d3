"""Which calls the day's quota refuses, as far as this process has seen: so that a refusal by the minute says when such a call can succeed.

The minute is asked before anything is known of a call, the day only where it is charged. Asking the database as well for each
refused call would make a flood of them expensive; what the day last refused is remembered, a caller and door.
"""

from uuid import UUID

from tonebridge.bounded_dict import BoundedDict
from tonebridge.limits.call_limits import A_DAY
from tonebridge.limits.request_limits import Limits
from tonebridge.resilience import clock

MOST = 10_000
Door = tuple[UUID, int | None, str, str]
"""An organization with its quota (another plan is another day), a method and a path."""


class UsedUpDays:
    """For the event loop alone. Holds the newest ones."""

    def __init__(self) -> None:
        self._until = BoundedDict[Door, float](MOST)

    def learn(self, door: Door, limits: Limits) -> None:
        """What the limits of a call that is over say of the day. A call of several messages may be refused while some are left."""
        day = limits.known.get(A_DAY)
        if limits.refused == A_DAY and day is not None and day.remaining == 0:
            self._until[door] = clock.tick() + day.reset_s

    def wait_s(self, door: Door) -> float:
        """The seconds until the day ends, where it has refused such a call; else 0."""
        return max(0.0, self._until.get(door, 0.0) - clock.tick())

    def forget(self) -> None:
        """All days."""
        self._until.clear()


used_up_days = UsedUpDays()
