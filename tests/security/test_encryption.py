"""Text at rest: sealed, bound to its row, opened by any key of the ring."""

import base64
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from apps.transform.models import Transformation
from tests.cast import Person
from tests.partitions.test_months import insert
from tonebridge.resilience import clock
from tonebridge.security.encryption import KeyRing, Tampered, UnknownKey


def keys(*names: str) -> str:
    rows = [{"id": name, "key": base64.b64encode(name.encode().ljust(32, b"!")).decode()} for name in names]
    return json.dumps(rows)


def test_what_is_sealed_opens_with_its_associated_data_only() -> None:
    ring = KeyRing.parse(keys("k1"))
    sealed = ring.seal("給与は500万円".encode(), b"row 1")
    assert ring.open(sealed, b"row 1").decode() == "給与は500万円"
    with pytest.raises(Tampered):
        ring.open(sealed, b"row 2")


@pytest.mark.parametrize("at", [0, 1, 4, 10, -1])
def test_a_flipped_bit_is_noticed(at: int) -> None:
    ring = KeyRing.parse(keys("k1"))
    sealed = bytearray(ring.seal(b"secret", b"row"))
    sealed[at] ^= 1
    with pytest.raises((Tampered, UnknownKey)):
        ring.open(bytes(sealed), b"row")


def test_the_first_key_seals_and_older_ones_still_open() -> None:
    old, both = KeyRing.parse(keys("old")), KeyRing.parse(keys("new", "old"))
    assert both.open(old.seal(b"secret", b""), b"") == b"secret"
    with pytest.raises(UnknownKey):
        old.open(both.seal(b"secret", b""), b"")


@pytest.mark.parametrize("bad", ["", "{}", "[]", '[{"id": "a"}]', '[{"id": "a", "key": "c2hvcnQ="}]', "not json"])
def test_keys_of_the_wrong_form_are_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="encryption key"):
        KeyRing.parse(bad)


def test_the_database_holds_no_plain_text(alice: Person) -> None:
    made = insert(alice, clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT original_text FROM transformations WHERE id = %s", [made])
        assert "直せ".encode() not in bytes(cursor.fetchone()[0])
    assert Transformation.objects.by_id(made).get().original_text == "直せ"


def test_a_value_copied_to_another_row_does_not_open(alice: Person) -> None:
    one, other = insert(alice, clock.now()), insert(alice, clock.now())
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE transformations SET original_text = (SELECT original_text FROM transformations WHERE id = %s) "
            "WHERE id = %s",
            [one, other],
        )
    with pytest.raises(Tampered):
        _ = Transformation.objects.by_id(other).get().original_text


def test_rotation_opens_old_rows_and_seals_new_ones_with_the_new_key(alice: Person, settings: Settings) -> None:
    made = insert(alice, clock.now())
    settings.ENCRYPTION_KEYS = json.dumps(json.loads(keys("new")) + json.loads(settings.ENCRYPTION_KEYS))
    row = Transformation.objects.by_id(made).get()
    assert row.original_text == "直せ"
    row.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT original_text FROM transformations WHERE id = %s", [made])
        assert bytes(cursor.fetchone()[0])[2:5] == b"new"


def test_a_query_cannot_write_a_sealed_column(alice: Person) -> None:
    insert(alice, clock.now())
    with pytest.raises(TypeError, match="sealed"):
        Transformation.objects.update(original_text="plain")


def test_a_deferred_text_is_read_when_it_is_asked_for(alice: Person) -> None:
    made = insert(alice, clock.now())
    row = Transformation.objects.by_id(made).defer("original_text").get()
    with CaptureQueriesContext(connection) as queries:
        assert row.original_text == "直せ"
    assert len(queries) == 1
