"""Count what a call used, against the plan."""

from apps.accounts.contracts import Period, Principal
from apps.accounts.models import UsageCounter
from apps.accounts.periods import period_start
from apps.accounts.queries.usage import quota_exceeded
from tonebridge.resilience import clock


def charge_usage(*, principal: Principal, characters: int, calls: int = 1) -> None:
    """Charge `calls` and `characters` (code points) to this minute, day and month, in the caller's transaction.

    Raises QuotaExceeded, and charges nothing, where the day's quota would be passed: exact however many calls race. The
    day's row stays locked until the transaction ends, so charge last. It is rolled back with the work it pays for.
    """
    now, limits = clock.now(), {Period.DAY: principal.plan.per_day}
    # Always the day first: it may refuse, and one order for all keeps racing calls from deadlocking.
    for period in (Period.DAY, Period.MONTH, Period.MINUTE):
        counted = UsageCounter.objects.add(
            principal.organization_id,
            period,
            period_start(period, now),
            calls=calls,
            characters=characters,
            limit=limits.get(period),
        )
        if not counted:
            raise quota_exceeded(now)
