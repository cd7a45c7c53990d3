"""Months: made ahead, made on demand, dropped children first."""

from contextvars import copy_context
from datetime import UTC, datetime
from threading import Thread
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, connections

from apps.transform.models import Transformation
from tests.cast import Person
from tonebridge.ids import uuid7
from tonebridge.partitions.ensure import ensure_months, months_ahead
from tonebridge.partitions.healing import in_existing_month
from tonebridge.partitions.months import Month
from tonebridge.partitions.retention import drop_months_before
from tonebridge.resilience import clock

FAR = datetime(2041, 3, 15, 12, tzinfo=UTC)


def partitions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'")
        return {row[0] for row in cursor.fetchall()}


def insert(person: Person, at: datetime) -> UUID:
    made = uuid7(at)
    Transformation.objects.create(
        id=made,
        created_at=at,
        organization_id=person.principal.organization_id,
        user_id=person.principal.user_id,
        transformation_type_id="soften",
        intensity=2,
        language="ja",
        tier="rules",
        original_text="直せ",
    )
    return made


def test_a_month_knows_its_bounds_over_the_turn_of_the_year() -> None:
    december = Month.of(datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
    assert (december.start, december.end) == (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert december.plus(1) == Month(2027, 1) and december.plus(-12) == Month(2025, 12)
    assert Month.named(december.partition("transformations")) == december


@pytest.mark.django_db
def test_the_migration_makes_the_months_to_come() -> None:
    assert months_ahead(clock.now()) >= 6


@pytest.mark.django_db
def test_a_month_that_exists_is_not_made_again() -> None:
    assert ensure_months(FAR, ahead=0) == [f"{table}_y2041m03" for table in settings.PARTITIONED_TABLES]
    assert ensure_months(FAR, ahead=0) == []


def test_an_insert_into_a_missing_month_heals_itself(alice: Person) -> None:
    with pytest.raises(IntegrityError, match="no partition"), connection.execute_wrapper(lambda e, *a: e(*a)):
        from django.db import transaction

        with transaction.atomic():
            insert(alice, FAR)
    made = in_existing_month(FAR, lambda: insert(alice, FAR))
    assert "transformations_y2041m03" in partitions()
    assert Transformation.objects.by_id(made).get().original_text == "直せ"


def test_another_integrity_error_is_the_callers(alice: Person) -> None:
    def twice() -> None:
        row = Transformation.objects.by_id(insert(alice, clock.now())).get()
        Transformation.objects.create(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})

    with pytest.raises(IntegrityError, match="duplicate key"):
        in_existing_month(clock.now(), twice)


@pytest.mark.django_db(transaction=True)
def test_six_writers_into_a_missing_month_make_it_once(alice: Person) -> None:
    made: list[UUID] = []

    def write() -> None:
        made.append(in_existing_month(FAR, lambda: insert(alice, FAR)))
        connections.close_all()

    threads = [Thread(target=copy_context().run, args=(write,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Transformation.objects.filter(id__in=made).count() == 6
    drop_months_before(Month(2041, 4))
    call_command("migrate", verbosity=0)


@pytest.mark.django_db
def test_old_months_go_and_younger_ones_stay() -> None:
    ensure_months(datetime(2021, 1, 5, tzinfo=UTC), ahead=2)
    assert drop_months_before(Month(2021, 3)) == [
        f"{table}_y2021m0{month}" for month in (1, 2) for table in ("analytics", "transformations")
    ]
    assert "transformations_y2021m03" in partitions()


def test_a_read_by_id_probes_one_partition(alice: Person) -> None:
    made = insert(alice, clock.now())
    plan = Transformation.objects.by_id(made).explain()
    assert plan.count("transformations_y") == plan.count(Month.of(clock.now()).partition("transformations")) > 0
