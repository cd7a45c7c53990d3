"""The audit: what is recorded, who may read it, and that it can only grow."""

import json
from itertools import pairwise
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import InternalError, ProgrammingError, connection, connections, transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import AuditFault, Role, Scope
from apps.accounts.models import AuditHead, AuditRow
from apps.accounts.queries.audit_faults import audit_anchors, audit_faults
from tests.cast import Person, colleague
from tests.front_door import Api, FrontDoor

AUDIT = "/api/v1/audit"
TERM = {"term": "SLA", "language": "en", "plain": "promise"}
pytestmark = pytest.mark.django_db


def actions(api: Api, person: Person, query: str = "") -> list[str]:
    return [item["action"] for item in api(person).get(f"{AUDIT}{query}").json()["items"]]


def faults(person: Person) -> list[tuple[int, int, str]]:
    found: list[AuditFault] = list(audit_faults(person.organization.id))
    return [(fault.first, fault.last, fault.kind) for fault in found]


def tamper(sql: str, *values: UUID) -> None:
    """As the database's owner could, with the triggers switched off."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit DISABLE TRIGGER audit_keep")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE audit ENABLE TRIGGER audit_keep")


def test_everything_that_alice_changes_is_recorded_in_its_order(api: Api, alice: Person) -> None:
    door = api(alice)
    key = door.post("/api/v1/api-keys", {"name": "ci"}).json()["id"]
    turned = door.post(f"/api/v1/api-keys/{key}/rotate").json()["id"]
    door.delete(f"/api/v1/api-keys/{turned}")
    door.patch("/api/v1/organization", {"name": "Alice & Co"})
    term = door.post("/api/v1/glossary/terms", TERM).json()["id"]
    door.patch(f"/api/v1/glossary/terms/{term}", {"plain": "promise"})
    door.delete(f"/api/v1/glossary/terms/{term}")
    made = door.post("/api/v1/transform", {"text": "直せ。", "transformation_type": "soften"}).json()["id"]
    door.post(f"/api/v1/history/{made}/feedback", {"verdict": "accepted"})
    door.delete(f"/api/v1/history/{made}")
    door.post("/api/v1/auth/logout")
    alice_again = AuditRow.objects.filter(organization_id=alice.organization.id).order_by("position")
    assert [row.action for row in alice_again] == [
        "subscription.began",
        "organization.created",
        "session.began",
        "api_key.created",
        "api_key.rotated",
        "api_key.revoked",
        "organization.changed",
        "glossary_term.added",
        "glossary_term.changed",
        "glossary_term.deleted",
        "feedback.given",
        "transformation.deleted",
        "session.ended",
    ]
    assert faults(alice) == []


def test_an_entry_says_who_what_and_from_where(visitor: FrontDoor, alice: Person) -> None:
    door = visitor.as_(Authorization=f"Bearer {alice.access_token}", X_Request_ID="request-of-alice")
    term = door.post("/api/v1/glossary/terms", TERM).json()["id"]
    newest = door.get(f"{AUDIT}?limit=1").json()["items"][0]
    assert (newest["actor_id"], newest["credential"]) == (str(alice.user.id), alice.principal.credential)
    assert (newest["action"], newest["subject"]) == ("glossary_term.added", term)
    assert (newest["request_id"], newest["address"]) == ("request-of-alice", "127.0.0.1")


def test_a_refused_change_leaves_no_entry(api: Api, alice: Person) -> None:
    before = AuditRow.objects.count()
    assert api(alice).delete(f"/api/v1/history/{alice.user.id}").status_code == 404
    assert api(alice).patch("/api/v1/organization", {"name": ""}).status_code == 400
    assert AuditRow.objects.count() == before


def test_a_text_never_gets_into_the_audit(alice: Person) -> None:
    with pytest.raises(Exception, match="audit_holds_no_text"), transaction.atomic():
        record_audit(alice.principal, "glossary_term.added", subject="直せ。 fix it")


def test_the_list_is_filtered_and_paged(api: Api, alice: Person, bob: Person) -> None:
    api(bob).post("/api/v1/glossary/terms", TERM)
    api(alice).post("/api/v1/api-keys", {"name": "ci"})
    assert actions(api, alice, "?action=glossary_term") == ["glossary_term.added"]
    assert actions(api, alice, "?action=api_key.created") == ["api_key.created"]
    assert actions(api, alice, f"?actor={bob.user.id}") == ["glossary_term.added", "session.began"]
    first = api(alice).get(f"{AUDIT}?limit=2").json()
    second = api(alice).get(f"{AUDIT}?limit=100&cursor={first['next_cursor']}").json()
    positions = [item["position"] for item in first["items"] + second["items"]]
    assert positions == sorted(positions, reverse=True) == list(range(len(positions), 0, -1))


@pytest.mark.parametrize("query", ["action=直せ", "action=a.b.c", "actor=me", "from=yesterday", "cursor=made.up"])
def test_a_filter_that_cant_be_used_is_refused(api: Api, alice: Person, query: str) -> None:
    answer = api(alice).get(f"{AUDIT}?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, query.split("=")[0])


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER])
@pytest.mark.parametrize("path", [AUDIT, f"{AUDIT}/export"])
def test_whoever_does_not_run_the_organization_reads_no_audit(api: Api, alice: Person, role: Role, path: str) -> None:
    assert api(colleague("mia", alice, role)).get(path).status_code == 403


def test_an_administrator_and_a_key_with_the_scope_may_read_it(visitor: FrontDoor, api: Api, alice: Person) -> None:
    assert api(colleague("ada", alice, Role.ADMIN)).get(AUDIT).status_code == 200
    key = api(alice).post("/api/v1/api-keys", {"name": "siem", "scopes": [Scope.ADMIN.value]}).json()["secret"]
    assert visitor.as_(X_API_Key=key).get(f"{AUDIT}/export").status_code == 200


def test_charlie_reads_his_own_audit_alone(api: Api, alice: Person, charlie: Person) -> None:
    api(alice).post("/api/v1/glossary/terms", TERM)
    assert "glossary_term.added" not in actions(api, charlie)
    assert str(alice.organization.id) not in api(charlie).get(f"{AUDIT}/export").text


def test_the_export_is_a_chain_that_anybody_can_check(api: Api, alice: Person) -> None:
    api(alice).post("/api/v1/glossary/terms", TERM)
    answer = api(alice).get(f"{AUDIT}/export", headers={"Accept": "application/x-ndjson"})
    lines: list[dict[str, Any]] = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [line["position"] for line in lines] == list(range(1, len(lines) + 1))
    assert all(later["previous"] == earlier["hash"] for earlier, later in pairwise(lines))


@pytest.mark.parametrize(
    "sql", ["UPDATE audit SET action = 'x.y'", "UPDATE audit SET address = '10.0.0.1'", "DELETE FROM audit"]
)
def test_the_database_refuses_to_change_the_audit(alice: Person, sql: str) -> None:
    with pytest.raises((ProgrammingError, InternalError), match="can only grow"), transaction.atomic():
        connection.cursor().execute(sql)


def test_the_database_refuses_to_empty_the_audit(alice: Person) -> None:
    with pytest.raises((ProgrammingError, InternalError), match="can only grow"), transaction.atomic():
        connection.cursor().execute("ALTER TABLE audit ENABLE TRIGGER audit_keep_all")
        connection.cursor().execute("TRUNCATE audit")


def test_a_changed_row_is_found(alice: Person) -> None:
    tamper("UPDATE audit SET actor_id = NULL WHERE organization_id = %s AND position = 2", alice.organization.id)
    assert faults(alice) == [(2, 2, "changed")]


def test_a_changed_address_is_found(api: Api, alice: Person) -> None:
    api(alice).post("/api/v1/glossary/terms", TERM)
    tamper("UPDATE audit SET address = '10.0.0.1' WHERE address IS NOT NULL")
    assert faults(alice) == [(4, 4, "changed")]


def test_missing_rows_are_found(alice: Person) -> None:
    tamper("DELETE FROM audit WHERE organization_id = %s AND position <= 2", alice.organization.id)
    assert faults(alice) == [(1, 2, "missing")]


def test_a_cut_end_is_found(alice: Person) -> None:
    tamper("DELETE FROM audit WHERE organization_id = %s AND position >= 2", alice.organization.id)
    assert faults(alice) == [(2, 3, "cut off")]


def test_a_cut_that_the_head_was_adjusted_to_is_found_by_an_anchor(alice: Person) -> None:
    anchor = next(each for each in audit_anchors() if each.organization_id == alice.organization.id)
    tamper("DELETE FROM audit WHERE organization_id = %s AND position = 3", alice.organization.id)
    last = AuditRow.objects.get(organization_id=alice.organization.id, position=2)
    AuditHead.objects.filter(organization_id=alice.organization.id).update(position=2, hash=last.hash)
    assert faults(alice) == []
    assert [fault.kind for fault in audit_faults(alice.organization.id, anchor)] == ["cut off"]


@pytest.mark.django_db(transaction=True)
def test_eight_writers_make_one_chain(alice: Person) -> None:
    def write() -> None:
        for _ in range(5):
            record_audit(alice.principal, "feedback.given")
        connections.close_all()

    writers = [Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert AuditHead.objects.get(organization_id=alice.organization.id).position == 43
    assert faults(alice) == []
