"""A new key: everything is sealed with it, also after a run that was cut short, and the old one may go."""

from io import StringIO
from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from apps.accounts.models import IdempotencyKey
from apps.transform.models import Transformation
from tests.cast import Person
from tests.partitions.test_months import insert
from tests.security.test_encryption import keys
from tonebridge.resilience import clock
from tonebridge.rotation.actions.rotate_keys import rotate_keys
from tonebridge.rotation.models import RotationProgress
from tonebridge.rotation.sealed_tables import sealed_tables
from tonebridge.security.encryption import UnknownKey

pytestmark = pytest.mark.django_db
OLD, BOTH, NEW = keys("old"), keys("new", "old"), keys("new")


@pytest.fixture
def messages(alice: Person, settings: Settings) -> list[Transformation]:
    """Five of alice's and a kept answer, under the old key; the ring holds both from now on."""
    settings.ENCRYPTION_KEYS = OLD
    made = [insert(alice, clock.now()) for _ in range(5)]
    IdempotencyKey.objects.create(organization=alice.organization, key="k", request_hash="h", answer="ご確認ください。")
    settings.ENCRYPTION_KEYS = BOTH
    return list(Transformation.objects.filter(id__in=made).order_by("id"))


def stale() -> dict[str, int]:
    return {table.name: table.count_stale() for table in sealed_tables() if table.count_stale()}


def rotate(*options: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *options, stdout=out, stderr=out)
    return out.getvalue()


def test_every_table_with_sealed_fields_is_found() -> None:
    assert {"idempotency_keys", "transformations"} <= {table.name for table in sealed_tables()}


def test_afterwards_nothing_needs_the_old_key(messages: list[Transformation], settings: Settings) -> None:
    assert stale() == {"idempotency_keys": 1, "transformations": 5}
    assert rotate().endswith("nothing is left under an older key\n")
    assert stale() == {}
    settings.ENCRYPTION_KEYS = NEW
    assert {row.original_text for row in Transformation.objects.all()} == {"直せ"}
    assert IdempotencyKey.objects.get().answer == "ご確認ください。"


def test_before_the_rotation_the_old_key_is_needed(messages: list[Transformation], settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = NEW
    with pytest.raises(UnknownKey):
        _ = Transformation.objects.first().original_text  # type: ignore[union-attr]  # there are five


def test_a_run_that_was_cut_short_goes_on_where_it_was(messages: list[Transformation]) -> None:
    steps = (step for step in rotate_keys(batch=2) if step.table == "transformations")
    assert [step.sealed for step in islice(steps, 1)] == [2]
    assert stale()["transformations"] == 3
    assert RotationProgress.objects.get(table="transformations").position == str(messages[1].id)
    assert [step.sealed for step in rotate_keys(batch=2) if step.table == "transformations"] == [4, 5]


def test_a_row_added_behind_a_finished_run_is_found_by_the_next(
    messages: list[Transformation], alice: Person, settings: Settings
) -> None:
    rotate()
    settings.ENCRYPTION_KEYS = OLD
    insert(alice, messages[0].created_at)
    settings.ENCRYPTION_KEYS = BOTH
    assert "transformations: 6 sealed anew, 0 left" in rotate()


def test_values_swapped_between_rows_are_named_and_stay_unopened(messages: list[Transformation]) -> None:
    first, second = messages[:2]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE transformations SET original_text = (SELECT original_text FROM transformations WHERE id = %s) "
            "WHERE id = %s",
            [first.id, second.id],
        )
    with pytest.raises(CommandError, match="1 rows are still under an older key"):
        rotate()
    assert stale() == {"transformations": 1}


def test_nothing_to_do_is_said_quickly(messages: list[Transformation]) -> None:
    rotate()
    assert rotate().splitlines()[-1] == "nothing is left under an older key"


@pytest.mark.parametrize("batch", ["0", "-3", "many"])
def test_a_batch_that_would_never_end_is_refused(batch: str) -> None:
    with pytest.raises(CommandError, match="at least 1"):
        call_command("rotate_keys", f"--batch={batch}")
