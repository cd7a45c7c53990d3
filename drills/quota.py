"""What a plan allows, counted exactly."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from django.db import connection, transaction

from apps.accounts.actions.charge_usage import charge_usage
from apps.accounts.contracts import Principal
from apps.accounts.models import Plan, UsageCounter
from apps.accounts.queries.credentials import principal_of_user
from drills import Verdict, drill
from drills.rows import rows_of
from drills.world import ANOTHER, PATIENCE_S, ROOM, Tenant, World
from tonebridge.errors import QuotaExceeded
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system

LIMIT, CALLS = 10, 40
NEW_MONTH = datetime(2031, 3, 1, tzinfo=UTC)


class WorkFailedError(Exception):
    """Something went wrong after the charge."""


@drill("D3")
def a_quota_is_exact_however_many_calls_race(world: World) -> Verdict:
    """Forty calls at a limit of ten, on two processes, after one that is refused for its body; forty around the turn of
    a month; work that fails after it was charged. In the end minutes, days and months sum up to the same.
    """
    with as_system("drill"):
        Plan.objects.get_or_create(code="ten", defaults={"name": "Ten", "per_minute": None, "per_day": LIMIT})
    tenant, turning = world.tenant("alice", plan="ten"), world.tenant("bob", plan="ten")
    statuses, used = _raced(world, tenant)
    stored = rows_of(tenant, "transformations")
    before, refunded, after = _around_a_month(turning)
    sums = [_sums(one) for one in (tenant, turning)]
    exact = statuses[200] == used == stored == LIMIT and statuses[429] == CALLS - LIMIT and before == after == LIMIT
    balanced = sums == [{LIMIT: 3}, {2 * LIMIT: 3}] and refunded == 0
    figure = (
        f"{statuses[200]} of {CALLS} answered, {used} charged, {stored} stored; {before} before the turn of a month "
    )
    figure += f"and {after} after it; {refunded} left of failed work; minutes, days and months sum up alike: {balanced}"
    return Verdict(exact and balanced, figure)


def _raced(world: World, tenant: Tenant) -> tuple[Counter[int], int]:
    """How the calls were answered, by status, and what the tenant is told that it used."""
    bases, headers = [world.base_url, world.web(**ANOTHER)], {"X-API-Key": tenant.key}
    with httpx.Client(timeout=PATIENCE_S, limits=ROOM) as client, ThreadPoolExecutor(20) as pool:
        client.post(f"{bases[0]}/api/v1/transform", json={"text": ""}, headers=headers)

        def one(number: int) -> int:
            body: dict[str, Any] = {"text": f"{number} 番を直せ。", "transformation_type": "soften"}
            return client.post(f"{bases[number % 2]}/api/v1/transform", json=body, headers=headers).status_code

        statuses = Counter(pool.map(one, range(CALLS)))
        return statuses, client.get(f"{bases[0]}/api/v1/usage", headers=headers).json()["day"]["used"]


def _around_a_month(tenant: Tenant) -> tuple[int, int, int]:
    """What was charged in the last second of a month, what failed work left, and what was charged a second later."""
    principal = principal_of_user(tenant.user_id, credential="drill:")
    with clock.frozen(NEW_MONTH - timedelta(seconds=1)):
        before = _charged(principal)
    with clock.frozen(NEW_MONTH):
        for _ in range(LIMIT + 1):
            _fail_after_the_charge(principal)
        with acting_for(tenant.organization_id):
            refunded = UsageCounter.objects.filter(organization=tenant.organization_id, starts_at=NEW_MONTH).count()
        return before, refunded, _charged(principal)


def _charged(principal: Principal) -> int:
    """How many of the racing charges went through."""

    def one() -> bool:
        try:
            with acting_for(principal.organization_id), transaction.atomic():
                charge_usage(principal=principal, characters=3)
        except QuotaExceeded:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        running = [pool.submit(copy_context().run, one) for _ in range(CALLS)]  # the frozen clock goes along
    return sum(each.result() for each in running)


def _fail_after_the_charge(principal: Principal) -> None:
    with suppress(WorkFailedError), acting_for(principal.organization_id), transaction.atomic():
        charge_usage(principal=principal, characters=3)
        raise WorkFailedError


def _sums(tenant: Tenant) -> Counter[int]:
    """The calls of all minutes, of all days and of all months: how often each sum comes."""
    with acting_for(tenant.organization_id):
        rows = list(UsageCounter.objects.filter(organization=tenant.organization_id))
    totals: Counter[str] = Counter()
    for row in rows:
        totals[row.period] += row.used
    return Counter(totals.values())
