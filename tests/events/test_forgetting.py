"""Old months of events go, none that somebody waits for, and figures of what has gone stay."""

from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from apps.transform.models import DailySummary
from tests.cast import Person
from tests.front_door import Api
from tonebridge.events.actions.forget_old_events import forget_old_events
from tonebridge.events.actions.relay_events import relay_all
from tonebridge.events.models import Event
from tonebridge.events.outbox import tell
from tonebridge.ids import uuid7
from tonebridge.partitions.ensure import ensure_months
from tonebridge.partitions.months import Month
from tonebridge.partitions.retention import months_of
from tonebridge.resilience import clock

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, MARCH = (datetime(2024, month, 10, tzinfo=UTC) for month in (1, 2, 3))


@pytest.fixture(autouse=True)
def _old_months() -> None:
    for moment in (JANUARY, FEBRUARY, MARCH):
        ensure_months(moment, ahead=0)


def happen(at: datetime) -> None:
    tell(name="nobody.cares", organization_id=uuid7(), payload={}, at=at)


def old() -> list[Month]:
    return [month for month in months_of("events") if month.year == 2024]


def test_months_of_long_ago_are_dropped_and_no_other() -> None:
    for at in (JANUARY, FEBRUARY, clock.now()):
        happen(at)
    relay_all()
    before = months_of("events")
    assert forget_old_events() == ["events_y2024m01", "events_y2024m02", "events_y2024m03"]
    assert months_of("events") == [month for month in before if month.year != 2024]
    assert Event.objects.count() == 1
    assert forget_old_events() == []


def test_an_event_that_somebody_has_yet_to_hear_of_keeps_its_month_and_those_after_it() -> None:
    for at in (JANUARY, FEBRUARY, MARCH):
        happen(at)
    Event.objects.exclude(created_at=FEBRUARY).update(relayed_at=clock.now())
    assert forget_old_events() == ["events_y2024m01"]
    assert old() == [Month.of(FEBRUARY), Month.of(MARCH)]


def test_how_long_is_a_setting(settings: LazySettings) -> None:
    settings.EVENT_RETENTION_DAYS = 100_000
    assert forget_old_events() == []


def test_figures_of_events_that_are_gone_outlive_building_anew(api: Api, alice: Person) -> None:
    for at in (FEBRUARY, clock.now()):
        api(alice).post("/api/v1/transform", {"text": f"{at.year}年の件を直せ。", "transformation_type": "soften"})
        Event.objects.filter(relayed_at=None).update(created_at=at)
        relay_all()
    assert DailySummary.objects.count() == 2
    forget_old_events()
    DailySummary.objects.filter(day__year__gt=2024).update(transforms=99)
    call_command("rebuild_projections")
    assert list(DailySummary.objects.order_by("day").values_list("transforms", flat=True)) == [1, 1]
