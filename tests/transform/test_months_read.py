"""How much of a history of many months PostgreSQL reads: one month, wherever one looks."""

from datetime import timedelta
from uuid import UUID

import pytest

from apps.transform.models import Transformation
from benchmarks.plans import months_of_one, months_of_page
from tests.cast import Person
from tonebridge.ids import uuid7
from tonebridge.partitions.ensure import ensure_months
from tonebridge.partitions.months import Month
from tonebridge.resilience import clock

MONTHS, A_MONTH = 4, 40


@pytest.fixture
def history(alice: Person) -> list[Transformation]:
    """Forty messages a month, the newest first."""
    first = Month.of(clock.now()).plus(1 - MONTHS)
    ensure_months(first.start, ahead=MONTHS + 2)
    made = [_message(alice, first.plus(n), turn) for n in range(MONTHS) for turn in range(A_MONTH)]
    Transformation.objects.bulk_create(made)
    return made[::-1]


def _message(person: Person, month: Month, turn: int) -> Transformation:
    at = month.start + timedelta(seconds=turn)
    whose = {"organization_id": person.organization.id, "user_id": person.user.id}
    kind = {"transformation_type_id": "soften", "intensity": 2, "language": "ja", "tier": "rules"}
    return Transformation(id=uuid7(at), created_at=at, original_text="直せ。", **whose, **kind)


def of(row: Transformation) -> set[str]:
    return {Month.of(row.created_at).partition("transformations")}


def test_the_first_page_reads_this_month_and_no_month_to_come(alice: Person, history: list[Transformation]) -> None:
    assert months_of_page(alice.principal) == of(history[0])


def test_a_page_further_on_reads_its_own_month(alice: Person, history: list[Transformation]) -> None:
    for place in (10, A_MONTH + 10, 3 * A_MONTH + 10):
        row = history[place]
        assert months_of_page(alice.principal, (row.created_at.isoformat(), str(row.id))) == of(row)


def test_a_page_over_the_turn_of_a_month_reads_the_two(alice: Person, history: list[Transformation]) -> None:
    row = history[A_MONTH - 5]
    after = (row.created_at.isoformat(), str(row.id))
    assert months_of_page(alice.principal, after) == of(row) | of(history[A_MONTH])


def test_one_message_is_looked_for_in_the_month_that_its_id_names(alice: Person, history: list[Transformation]) -> None:
    assert months_of_one(alice.principal, UUID(str(history[-1].id))) == of(history[-1])
