"""When watched jobs are looked at in the table, beside what is pushed."""

import math
from collections.abc import Collection
from uuid import UUID

from tonebridge.queues import progress_log
from tonebridge.resilience import clock

EVERY_S = 0.2
"""Between two looks at most so often, and always so often while no push is heard."""
SAFETY_S = 5.0
"""While pushes are heard: for one that was lost on its way."""
QUIET_S = progress_log.EVERY_S + 0.05
"""After news: until then workers may get on without telling."""
NOTICE_S = 0.5
"""Until it is noticed at the latest whether pushes are heard."""


class LookTimes:
    """Of one process. Times are seconds of `clock.tick`."""

    def __init__(self) -> None:
        self._due: dict[UUID, float] = {}
        self._looked_at = self._looked_at_all = -math.inf

    def look_soon(self, job_id: UUID, *, after_s: float = 0.0) -> None:
        """Look at the job after so many seconds, and not before, unless all are looked at."""
        self._due[job_id] = clock.tick() + after_s

    def forget(self, job_id: UUID) -> None:
        """Nobody follows it any more."""
        self._due.pop(job_id, None)

    def missed(self) -> None:
        """The last look saw nothing: all are due again."""
        self._looked_at_all = -math.inf

    def due(self, job_ids: Collection[UUID], *, hears: bool) -> set[UUID]:
        """Those of the jobs to look at now; they are taken for looked at."""
        now = clock.tick()
        if now < self._looked_at + EVERY_S:
            return set()
        if now >= self._looked_at_all + (SAFETY_S if hears else EVERY_S):
            self._looked_at_all, due = now, set(job_ids)
        else:
            due = {job_id for job_id, at in self._due.items() if at <= now}
        self._looked_at = now if due else self._looked_at
        for job_id in due:
            self._due.pop(job_id, None)
        return due.intersection(job_ids)

    def pause_s(self, *, hears: bool) -> float:
        """How long nothing will be due."""
        next_at = min(self._due.values(), default=math.inf)
        all_at = self._looked_at_all + (SAFETY_S if hears else EVERY_S)
        left_s = max(min(next_at, all_at), self._looked_at + EVERY_S) - clock.tick()
        return min(max(left_s, 0.0), NOTICE_S)
