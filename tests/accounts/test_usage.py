"""Counting calls against the plan."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import translation

from apps.accounts.actions.charge_usage import charge_usage
from apps.accounts.contracts import PlanLimits, Principal
from apps.accounts.models import UsageCounter
from apps.accounts.queries.usage import ensure_quota, usage_of
from tests.accounts.racing import at_once
from tests.cast import Person
from tests.front_door import FrontDoor
from tonebridge.errors import QuotaExceeded, QuotaFigures
from tonebridge.resilience import clock

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)

LATE = datetime(2026, 2, 28, 23, 59, 30, tzinfo=UTC)


def on_plan(person: Person, per_day: int | None) -> Principal:
    return replace(person.principal, plan=PlanLimits("test", per_minute=None, per_day=per_day))


def test_a_call_is_counted_by_minute_day_and_month(alice: Person) -> None:
    with clock.frozen(LATE):
        charge_usage(principal=alice.principal, characters=120)
        charge_usage(principal=alice.principal, characters=30, calls=2)
        report = usage_of(alice.principal)
    for period in (report.minute, report.day, report.month):
        assert (period.used, period.characters) == (3, 150)
    assert (report.minute.limit, report.day.limit, report.month.limit) == (300, 50_000, None)


def test_periods_end_where_the_next_ones_begin(alice: Person) -> None:
    with clock.frozen(LATE):
        report = usage_of(alice.principal)
    midnight = datetime(2026, 3, 1, tzinfo=UTC)
    assert {report.minute.resets_at, report.day.resets_at, report.month.resets_at} == {midnight}


def test_the_next_day_begins_at_nothing(alice: Person) -> None:
    with clock.frozen(LATE):
        charge_usage(principal=alice.principal, characters=1)
    with clock.frozen(LATE + timedelta(minutes=1)):
        report = usage_of(alice.principal)
    assert (report.minute.used, report.day.used, report.month.used) == (0, 0, 0)


def test_the_quota_refuses_the_call_after_the_last_and_charges_nothing(alice: Person) -> None:
    principal = on_plan(alice, per_day=2)
    with clock.frozen(LATE):
        for _ in range(2):
            charge_usage(principal=principal, characters=10)
        with pytest.raises(QuotaExceeded) as refused, transaction.atomic():
            charge_usage(principal=principal, characters=10)
        report = usage_of(principal)
    assert refused.value.retry_after_s == 30
    assert refused.value.figures == QuotaFigures(1, 0, 2, datetime(2026, 3, 1, tzinfo=UTC))
    with translation.override("ja"):
        assert str(refused.value.detail) == "本日分の 2 件をすべて使い切りました。09:00 JST にリセットされます。"
    assert (report.day.used, report.month.used, report.minute.characters) == (2, 2, 20)


def test_a_charge_of_many_calls_is_refused_whole(alice: Person) -> None:
    principal = on_plan(alice, per_day=5)
    with pytest.raises(QuotaExceeded):
        charge_usage(principal=principal, characters=10, calls=6)
    charge_usage(principal=principal, characters=10, calls=3)
    with pytest.raises(QuotaExceeded):
        charge_usage(principal=principal, characters=10, calls=3)
    assert usage_of(principal).day.used == 3


def test_a_plan_without_a_limit_never_refuses(alice: Person) -> None:
    principal = on_plan(alice, per_day=None)
    charge_usage(principal=principal, characters=10, calls=1_000_000)
    ensure_quota(principal)
    assert usage_of(principal).day.used == 1_000_000


def test_looking_ahead_refuses_only_where_nothing_is_left(alice: Person) -> None:
    principal = on_plan(alice, per_day=1)
    ensure_quota(principal)
    charge_usage(principal=principal, characters=10)
    with pytest.raises(QuotaExceeded):
        ensure_quota(principal)


def test_a_charge_is_undone_with_the_work_it_pays_for(alice: Person) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        charge_usage(principal=alice.principal, characters=10)
        raise RuntimeError
    assert usage_of(alice.principal).day.used == 0


def test_charlies_calls_are_not_alices(alice: Person, charlie: Person) -> None:
    charge_usage(principal=charlie.principal, characters=10)
    assert usage_of(alice.principal).day.used == 0


def test_bob_sees_what_his_organization_has_used(
    api: Callable[[Person], FrontDoor], alice: Person, bob: Person
) -> None:
    charge_usage(principal=alice.principal, characters=42)
    report = api(bob).get("/api/v1/usage").json()
    assert report["plan"] == {"code": "pro", "per_minute": 300, "per_day": 50_000}
    assert (report["day"]["used"], report["day"]["characters"], report["day"]["limit"]) == (1, 42, 50_000)
    assert report["month"]["resets_at"].endswith("-01T00:00:00Z")


@pytest.mark.django_db(transaction=True)
def test_of_forty_racing_calls_exactly_ten_fit_into_a_quota_of_ten(alice: Person) -> None:
    principal = on_plan(alice, per_day=10)

    def attempt() -> int:
        done = 0
        for _ in range(5):
            try:
                with clock.frozen(NOON), transaction.atomic():
                    charge_usage(principal=principal, characters=7)
                done += 1
            except QuotaExceeded:
                pass
        return done

    assert sum(at_once(8, attempt)) == 10
    counted = UsageCounter.objects.filter(organization=alice.organization)
    assert set(counted.values_list("period", "used", "characters")) == {
        (period, 10, 70) for period in ("minute", "day", "month")
    }
