"""Count what a call used, against the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from apps.accounts.contracts import Period, Principal
from apps.accounts.models.usage_counter import adding
from apps.accounts.periods import period_start
from apps.accounts.queries.usage import quota_exceeded, quota_of
from tonebridge.errors import QuotaExceeded
from tonebridge.limits.call_limits import A_DAY
from tonebridge.limits.request_limits import note_change
from tonebridge.resilience import clock
from tonebridge.statements.together import Part, execute_together

CHARGED = "charged_minute"
"""The last part of a charge: what is written after it is written only where all was charged."""


def charge_usage(*, principal: Principal, characters: int, calls: int = 1) -> None:
    """Charge `calls` and `characters` (code points) to this minute, day and month, in the caller's transaction.

    Raises QuotaExceeded, and charges nothing, where the day's quota would be passed: exact however many calls race. The
    day's row stays locked until the transaction ends, so charge last. It is rolled back with the work it pays for.
    """
    outcome = execute_together(charging(principal=principal, characters=characters, calls=calls))
    ensure_charged(outcome, principal=principal, calls=calls)


def charging(*, principal: Principal, characters: int, calls: int = 1, after: str = "") -> Sequence[Part]:
    """The charge as parts of a statement that does more. Where the day refuses, nothing after it happens.

    Always the day first: one order for all keeps racing calls from deadlocking.
    """
    used = (calls, characters)
    return _counting(principal.organization_id, clock.now(), used, limit=principal.plan.per_day, after=after)


def charging_late(
    *, organization_id: UUID, at: datetime, characters: int, calls: int = 1, after: str = ""
) -> Sequence[Part]:
    """The same for a call that was answered at that moment, while nobody could ask: it counts there, and is never refused."""
    return _counting(organization_id, at, (calls, characters), limit=None, after=after)


def _counting(
    organization_id: UUID, at: datetime, used: tuple[int, int], *, limit: int | None, after: str
) -> Sequence[Part]:
    day, month, minute = (
        (organization_id, period.value, period_start(period, at), *used)
        for period in (Period.DAY, Period.MONTH, Period.MINUTE)
    )
    return (
        adding("charged_day", *day, limit=limit, after=after),
        adding("charged_month", *month, after="charged_day"),
        adding(CHARGED, *minute, after="charged_month"),
    )


def ensure_charged(outcome: Mapping[str, int], *, principal: Principal, calls: int = 1) -> None:
    """Raise QuotaExceeded where the charge among the parts was refused."""
    note_change(A_DAY, spent=calls, refused=not outcome[CHARGED])
    if outcome[CHARGED]:
        return
    quota = quota_of(principal)
    if quota is None:
        raise QuotaExceeded
    raise quota_exceeded(replace(quota, left=min(quota.left, calls - 1), needed=calls))
