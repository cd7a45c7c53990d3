"""The audit is looked through each day by itself, and a fault is no secret."""

import logging

import pytest
from django.db import connection

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.actions.verify_audit import AuditBroken, verify_audit
from tests.cast import Person


@pytest.mark.django_db
def test_chains_that_hold_are_nothing_to_speak_of(alice: Person) -> None:
    record_audit(alice.principal, "thing.done")
    verify_audit()


@pytest.mark.django_db
def test_a_row_that_was_changed_fails_the_day_and_stands_in_the_log(
    alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    record_audit(alice.principal, "thing.done")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit SET action = 'thing.undone' WHERE action = 'thing.done'")
        cursor.execute("ALTER TABLE audit ENABLE TRIGGER USER")
    with caplog.at_level(logging.ERROR), pytest.raises(AuditBroken):
        verify_audit()
    (record,) = [record for record in caplog.records if record.message == "audit.broken"]
    assert vars(record)["organization_id"] == str(alice.organization.id)
