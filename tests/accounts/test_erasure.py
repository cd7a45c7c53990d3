"""Leaving: locked out at once, then gone from every table; what others have stays as it was."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from pytest_django import Settings

from apps.accounts.actions import erase_person as erasing_people
from apps.accounts.actions.close_account import close_account
from apps.accounts.actions.erase_everything import erase_everything
from apps.accounts.contracts import Role, Scope
from apps.accounts.models import AuditRow, Membership, Organization, User
from apps.accounts.queries.audit_faults import audit_faults
from apps.accounts.tasks import erase_organization, erase_person
from apps.transform.actions.choose_prompt import choose_prompt
from apps.transform.actions.digest_transformation import digest_transformation
from apps.transform.contracts import TransformationType
from apps.transform.models import OrganizationModel
from apps.transform.tasks import transform_part
from tests.accounts.dumping import fingerprints, sessions_of, tables_with
from tests.accounts.racing import at_once
from tests.cast import PASSWORD, Person, colleague, own_model
from tests.front_door import Api, FrontDoor
from tests.transform.batches.working import submit
from tonebridge.errors import Conflict
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.resilience import clock

ME, ORGANIZATION = "/api/v1/me", "/api/v1/organization"
JOBS: dict[str, Any] = {"erase_person": erase_person, "erase_organization": erase_organization}  # Celery is untyped
pytestmark = pytest.mark.django_db


def leave(api: Api, person: Person, password: str = PASSWORD) -> httpx.Response:
    return api(person).request("DELETE", ME, json={"password": password})


def give_up(api: Api, person: Person, name: str) -> httpx.Response:
    return api(person).request("DELETE", ORGANIZATION, json={"name": name})


def work_off() -> None:
    """Do the jobs that wait, as the worker would."""
    for job in Job.objects.filter(kind__in=JOBS, status="queued"):
        JOBS[job.kind].apply(args=[str(job.id)])
        assert Job.objects.get(id=job.id).status == "succeeded"


def live(api: Api, person: Person) -> None:
    """Leave something in every table that a person can."""
    door = api(person)
    body = {"text": f"{person.user.full_name}の請求書を直せ。", "transformation_type": "soften"}
    made = door.post("/api/v1/transform", body, headers={"Idempotency-Key": person.user.full_name}).json()["id"]
    door.post(f"/api/v1/history/{made}/feedback", {"verdict": "edited", "final_text": person.user.full_name})
    door.post("/api/v1/glossary/terms", {"term": f"{person.user.full_name[0]}LA", "language": "en", "plain": "promise"})
    door.post("/api/v1/api-keys", {"name": f"{person.user.full_name}'s key"})
    if not OrganizationModel.objects.filter(organization=person.organization).exists():
        own_model(person)
    choose_prompt(organization_id=person.organization.id, kind=TransformationType.SOFTEN, language="ja", version="file")
    digest_transformation(transformation_id=UUID(made))
    submit(door, f"{person.user.full_name}の件", store=False)
    transform_part.apply(args=[""], routing_key="default")
    submit(door, f"{person.user.full_name}の件を早く")
    DeadLetter.objects.create(
        task_id=made, task="x", error_class="y", organization_id=person.organization.id, created_at=clock.now()
    )
    Client().force_login(person.user)
    LogEntry.objects.create(
        user=person.user,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.user.id),
        object_repr=str(person.user),
        action_flag=CHANGE,
    )


def traces_of(person: Person) -> list[str]:
    """The tables in which something of them is left."""
    sessions = ["django_session"] if sessions_of(person.user.id) else []
    return tables_with(person.user.full_name) + sessions


def test_who_leaves_is_locked_out_before_the_answer_arrives(
    visitor: FrontDoor, api: Api, alice: Person, bob: Person
) -> None:
    key = api(bob).post("/api/v1/api-keys", {"name": "ci"}).json()["secret"]
    answer = leave(api, bob)
    assert (answer.status_code, answer.json()) == (202, {"erased_within_s": 60})
    assert api(bob).get("/api/v1/auth/me").status_code == 401
    assert visitor.as_(X_API_Key=key).get("/api/v1/usage").status_code == 401
    credentials = {"email": "bob@example.com", "password": PASSWORD}
    assert visitor.post("/api/v1/auth/token", credentials).status_code == 401


@pytest.mark.parametrize(("language", "said"), [("en", "was deleted"), ("ja", "削除しました")])
def test_who_has_left_is_written_to_once_all_is_gone(
    api: Api, alice: Person, bob: Person, language: str, said: str
) -> None:
    User.objects.filter(id=bob.user.id).update(preferences={"language": language})
    leave(api, bob)
    assert mail.outbox == []
    work_off()
    erasing_people.erase_person(user_id=bob.user.id)  # as a job that is done again
    (message,) = mail.outbox
    assert (message.to, said in message.subject) == ([bob.user.email], True)
    assert traces_of(bob) == []


def test_whoever_goes_with_the_organization_is_written_to_as_well(api: Api, alice: Person, bob: Person) -> None:
    give_up(api, alice, "Alice's company")
    work_off()
    assert sorted(message.to[0] for message in mail.outbox) == ["alice@example.com", "bob@example.com"]


def test_an_address_that_nobody_confirmed_is_not_written_to(api: Api, alice: Person, bob: Person) -> None:
    User.objects.filter(id=bob.user.id).update(email_verified_at=None)
    leave(api, bob)
    work_off()
    assert mail.outbox == []


def test_a_mail_server_that_is_away_keeps_nobody_here(
    api: Api, alice: Person, bob: Person, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    leave(api, bob)
    work_off()
    assert not User.objects.filter(id=bob.user.id).exists()
    assert bob.user.email not in caplog.text


def test_a_wrong_password_deletes_nothing(api: Api, alice: Person, bob: Person) -> None:
    answer = leave(api, bob, "not the password")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "password")
    assert api(bob).get("/api/v1/auth/me").status_code == 200


def test_a_program_deletes_nobody(visitor: FrontDoor, api: Api, alice: Person) -> None:
    body = {"name": "ci", "scopes": [scope.value for scope in Scope]}
    door = visitor.as_(X_API_Key=api(alice).post("/api/v1/api-keys", body).json()["secret"])
    assert door.request("DELETE", ME, json={"password": PASSWORD}).status_code == 403
    assert door.request("DELETE", ORGANIZATION, json={"name": "Alice's company"}).status_code == 403


def test_nothing_of_bob_is_left_and_nothing_of_alice_is_touched(
    api: Api, alice: Person, bob: Person, charlie: Person
) -> None:
    for person in (alice, bob, charlie):
        live(api, person)
    assert {"users", "api_keys", "django_admin_log", "django_session"} <= set(traces_of(bob))
    before = fingerprints(charlie.organization.id), fingerprints(alice.user.id)
    sessions = Session.objects.count()
    leave(api, bob)
    work_off()
    assert traces_of(bob) == []
    assert Session.objects.count() == sessions - 1
    assert (fingerprints(charlie.organization.id), fingerprints(alice.user.id)) == before
    assert not AuditRow.objects.filter(actor_id=bob.user.id).exclude(address=None).exists()
    assert list(audit_faults(alice.organization.id)) == []


def test_an_erasure_that_was_cut_short_is_completed_by_the_next_attempt(api: Api, alice: Person, bob: Person) -> None:
    live(api, bob)
    leave(api, bob)
    erase_everything(user_id=bob.user.id)
    work_off()
    assert traces_of(bob) == []


def test_who_left_is_erased_also_where_one_of_their_organizations_goes_first(
    api: Api, alice: Person, bob: Person, charlie: Person
) -> None:
    Membership.objects.create(user=bob.user, organization=charlie.organization, role=Role.MEMBER.value)
    live(api, bob)
    leave(api, bob)
    give_up(api, alice, "Alice's company")
    erase_organization.apply(args=[str(Job.objects.get(kind="erase_organization").id)])
    work_off()
    assert traces_of(bob) == []


def test_the_only_owner_of_others_cannot_just_leave(api: Api, alice: Person, bob: Person) -> None:
    assert leave(api, alice).status_code == 409
    assert api(alice).get("/api/v1/auth/me").status_code == 200


def test_of_two_owners_the_second_cannot_go_after_the_first(api: Api, alice: Person, bob: Person) -> None:
    """The first one's row stays until a job has deleted it."""
    olga, oscar = colleague("olga", alice, Role.OWNER), colleague("oscar", alice, Role.OWNER)
    assert [leave(api, person).status_code for person in (alice, olga)] == [202, 202]
    assert leave(api, oscar).status_code == 409
    assert api(oscar).post(f"{ORGANIZATION}/leave").status_code == 409


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_close_their_accounts_at_once_one_stays(alice: Person, bob: Person) -> None:
    closing = iter([alice, colleague("olga", alice, Role.OWNER)])

    def closes() -> bool:
        try:
            close_account(principal=next(closing).principal, password=PASSWORD)
        except Conflict:
            return False
        return True

    assert sorted(at_once(2, closes)) == [False, True]
    owners = Membership.objects.filter(organization=alice.organization, role="owner")
    assert owners.filter(user__is_active=True).count() == 1


def test_somebody_alone_takes_the_organization_along(api: Api, alice: Person, charlie: Person) -> None:
    for person in (alice, charlie):
        live(api, person)
    leave(api, charlie)
    work_off()
    assert traces_of(charlie) == []
    assert not Organization.objects.filter(id=charlie.organization.id).exists()
    assert list(audit_faults(charlie.organization.id)) == []


def test_an_organization_goes_with_everybody_who_belongs_nowhere_else(
    visitor: FrontDoor, api: Api, alice: Person, bob: Person, charlie: Person
) -> None:
    for person in (alice, bob, charlie):
        live(api, person)
    dora = colleague("dora", alice, Role.MEMBER)
    Membership.objects.create(user=dora.user, organization=charlie.organization, role=Role.MEMBER.value)
    before = fingerprints(charlie.organization.id)
    assert give_up(api, alice, "Alice's company").status_code == 202
    assert api(bob).get("/api/v1/auth/me").status_code == 401
    work_off()
    assert traces_of(alice) + traces_of(bob) == []
    assert fingerprints(charlie.organization.id) == before
    assert User.objects.filter(id=dora.user.id, is_active=True).exists()
    left = [table for table in tables_with(str(alice.organization.id)) if not table.startswith("audit")]
    assert left == ["jobs"]
    assert [job.kind for job in Job.objects.filter(organization_id=alice.organization.id)] == ["erase_organization"]


@pytest.mark.parametrize("name", ["alice's company", "Alice's company ", ""])
def test_another_name_gives_up_nothing(api: Api, alice: Person, name: str) -> None:
    assert give_up(api, alice, name).status_code == 400
    assert api(alice).get("/api/v1/auth/me").status_code == 200


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MEMBER, Role.VIEWER])
def test_only_an_owner_gives_the_organization_up(api: Api, alice: Person, role: Role) -> None:
    assert give_up(api, colleague("eve", alice, role), "Alice's company").status_code == 403
