"""The staff's administration."""

from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.contracts import Scope
from apps.accounts.models import ApiKey, AuditRow, Organization, Plan, Subscription, User
from tests.cast import PASSWORD, Person, code_now
from tonebridge.ids import uuid7
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.queues.run_periodic import run_periodic
from tonebridge.resilience import clock

LISTS = ("user", "organization", "plan", "subscription", "apikey")


@pytest.fixture
def staff(plans: None) -> Client:
    """A superuser in the administration, who has shown a code."""
    user = User.objects.create_superuser("staff@tonebridge.example", PASSWORD)
    client = Client()
    assert client.login(username="staff@tonebridge.example", password=PASSWORD)
    secret = set_up_second_factor(user_id=user.id, authenticated_at=clock.now()).secret
    client.post("/security/two-step/", {"code": code_now(secret)})
    return client


def address(model: str, page: str = "changelist", *args: object) -> str:
    return reverse(f"admin:accounts_{model}_{page}", args=args)


@pytest.mark.parametrize("model", LISTS)
def test_every_list_opens_and_can_be_searched(staff: Client, alice: Person, model: str) -> None:
    create_api_key(principal=alice.principal, name="ci", scopes=[Scope.HISTORY])
    assert staff.get(address(model)).status_code == 200
    assert staff.get(address(model), {"q": "alice"}).status_code == 200


def test_every_change_page_opens(staff: Client, alice: Person) -> None:
    key = create_api_key(principal=alice.principal, name="ci", scopes=[Scope.HISTORY])
    subscription = Subscription.objects.get(organization=alice.organization)
    for model, identity in (
        ("user", alice.user.id),
        ("organization", alice.organization.id),
        ("plan", "pro"),
        ("subscription", subscription.id),
        ("apikey", key.details.id),
    ):
        assert staff.get(address(model, "change", identity)).status_code == 200, model


def test_a_persons_page_asks_no_query_for_each_permission(staff: Client, alice: Person) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = staff.get(address("user", "change", alice.user.id))
    assert page.content.decode().count("<option") > Permission.objects.count() > 100
    assert len(queries) < 20


def test_everything_that_staff_see_lists_of_has_a_japanese_name() -> None:
    with override("ja"):
        names = {model.__name__: str(model._meta.verbose_name_plural) for model in site._registry}
    assert {model: name for model, name in names.items() if name.isascii()} == {}


def test_staff_make_a_user_with_an_address_in_lower_case(staff: Client) -> None:
    assert staff.get(address("user", "add")).status_code == 200
    form = {"email": "Dora@Example.com", "password1": PASSWORD, "password2": PASSWORD}
    inline = {f"memberships-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    assert staff.post(address("user", "add"), form | inline).status_code == 302
    assert not User.objects.get(email="dora@example.com").has_usable_password()


def test_a_second_user_of_one_address_is_refused_with_a_sentence(staff: Client, alice: Person) -> None:
    form = {"email": "ALICE@example.com"}
    inline = {f"memberships-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    answer = staff.post(address("user", "add"), form | inline, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    assert User.objects.filter(email="alice@example.com").count() == 1


def test_staff_put_an_organization_on_another_plan_from_now_on(staff: Client, alice: Person) -> None:
    chosen = {"action": "plan_enterprise", "_selected_action": str(alice.organization.id)}
    assert staff.post(address("organization"), chosen).status_code == 302
    plans = Subscription.objects.filter(organization=alice.organization).order_by("starts_at")
    assert [(each.plan_id, each.ends_at is None) for each in plans] == [("pro", False), ("enterprise", True)]
    assert plans[0].ends_at == plans[1].starts_at


def test_staff_revoke_a_key(staff: Client, alice: Person) -> None:
    key = create_api_key(principal=alice.principal, name="ci", scopes=[Scope.HISTORY])
    chosen = {"action": "revoke", "_selected_action": str(key.details.id)}
    assert staff.post(address("apikey"), chosen).status_code == 302
    assert ApiKey.objects.get().revoked_at is not None


def test_no_page_about_a_key_shows_its_digest(staff: Client, alice: Person) -> None:
    key = create_api_key(principal=alice.principal, name="ci", scopes=[Scope.HISTORY])
    digest = ApiKey.objects.get().digest
    for page in (address("apikey"), address("apikey", "change", key.details.id)):
        assert digest not in staff.get(page).content.decode()


def test_keys_and_plans_are_neither_added_by_hand_nor_deleted(staff: Client, alice: Person) -> None:
    key = create_api_key(principal=alice.principal, name="ci", scopes=[Scope.HISTORY])
    assert staff.get(address("apikey", "add")).status_code == 403
    assert staff.post(address("apikey", "delete", key.details.id), {"post": "yes"}).status_code == 403
    assert staff.post(address("plan", "delete", "pro"), {"post": "yes"}).status_code == 403
    assert Plan.objects.filter(code="pro").exists()


def test_a_member_does_not_get_in(alice: Person) -> None:
    client = Client()
    client.login(username="alice@example.com", password=alice.password)
    assert client.get(address("organization")).status_code == 302
    assert Organization.objects.count() == 1


WORK = ("job", "deadletter", "schedulerun")


def queues(model: str, page: str = "changelist", *args: object) -> str:
    return reverse(f"admin:queues_{model}_{page}", args=args)


@pytest.mark.parametrize("model", WORK)
def test_later_work_is_seen_and_not_changed_by_hand(staff: Client, model: str) -> None:
    run_periodic(lambda: None, task="a.chore")
    assert staff.get(queues(model)).status_code == 200
    assert staff.get(queues(model, "add")).status_code == 403


def test_staff_start_work_again_that_was_given_up(staff: Client) -> None:
    job = Job.objects.create(
        kind="digest_transformation", status="dead", claimed_by="message#0", lease_until=clock.now(),
        created_at=clock.now(), finished_at=clock.now(), payload_ids={"transformation_id": str(uuid7())},
    )  # fmt: skip # a row, not a column
    letter = DeadLetter.objects.create(task_id="message#0", task="x", args=[str(job.id)], created_at=clock.now())
    chosen = {"_selected_action": [str(letter.id)]}
    assert staff.post(queues("deadletter"), chosen | {"action": "replay"}).status_code == 302
    assert Job.objects.get(id=job.id).status == "queued"
    assert AuditRow.objects.filter(action="dead_letter.replayed", subject=str(letter.id)).exists()
    staff.post(queues("deadletter"), chosen | {"action": "purge"})
    assert not DeadLetter.objects.exists()


def test_every_action_names_a_permission_that_is_more_than_to_look(staff: Client, rf: RequestFactory) -> None:
    request = rf.get("/admin/")
    request.user = User.objects.get(email="staff@tonebridge.example")
    named: dict[tuple[str, str], tuple[str, ...]] = {}
    for admin in site._registry.values():
        actions: dict[str, Any] = dict(admin.get_actions(request))
        named |= {(type(admin).__name__, name): each[0].allowed_permissions for name, each in actions.items()}
    assert {where: which for where, which in named.items() if not set(which) - {"view"}} == {}
    assert ("DeadLetterAdmin", "purge") in named
