"""What staff do with people in the administration: links, addresses, sign-ins, second factors, deletion."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from rest_framework.test import APIClient

from apps.accounts.actions.change_password import set_password
from apps.accounts.admin.users import UserAdmin
from apps.accounts.contracts import Role
from apps.accounts.credentials.totp import new_secret
from apps.accounts.models import AuditRow, Organization, SecondFactor, User
from apps.accounts.tasks import forget_unproven
from tests.accounts.mailbox import deliver
from tests.accounts.office import Office
from tests.cast import PASSWORD, Person, colleague, early_key, newcomer
from tests.web.browsing import Browser
from tonebridge.resilience import clock

USERS = "/admin/accounts/user/"
HISTORY = "/api/v1/history"
ENGLISH = {"accept-language": "en"}


def act(office: Office, action: str, *people: User) -> None:
    sent = {"action": action, "_selected_action": [str(one.id) for one in people]}
    assert office.client.post(USERS, sent).status_code == 302


def test_a_clerk_sends_a_customer_a_link_to_choose_a_password(office: Office, settings: Settings) -> None:
    office.may("accounts.change_user")
    act(office, "send_reset_link", office.alice.user, office.root)
    assert {address for message in deliver(settings) for address in message.to} == {office.alice.user.email}
    (row,) = AuditRow.objects.filter(action="password.reset_sent")
    assert (row.actor_id, row.credential, row.subject) == (office.clerk.id, "staff", str(office.alice.user.id))


def test_nobody_sets_anothers_password_not_even_a_superuser(office: Office) -> None:
    form = {"usable_password": "true", "password1": "mine alone 12345", "password2": "mine alone 12345"}
    for client in (office.client, office.superusers()):
        for person in (office.root, office.alice.user):
            assert client.post(f"{USERS}{person.id}/password/", form).status_code == 404
            assert User.objects.get(id=person.id).check_password(PASSWORD)


def test_an_address_that_a_superuser_types_has_to_be_proven_anew(office: Office) -> None:
    client = office.superusers()
    for address, proven in (("alice@example.com", True), ("new@example.com", False)):
        alice = addressed(client, office.alice.user, address)
        assert (alice.email, alice.email_verified_at is not None) == (address, proven)


def addressed(client: Client, person: User, address: str) -> User:
    """As they are once staff have typed that address."""
    saved(client, person, email=address, is_active="on")
    return User.objects.get(id=person.id)


def saved(client: Client, person: User, **said: str) -> None:
    """The form of the person, as a browser sends it: a box that isn't ticked is left out."""
    empty = {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    form = {"full_name": "Alice", "preferences": "{}", **empty}
    assert client.post(f"{USERS}{person.id}/change/", form | said).status_code == 302


def gets_in(plain: APIClient, browser: Client, person: Person, key: str) -> dict[str, bool]:
    """Which of somebody's credentials are let in."""
    refreshed = plain.post("/api/v1/auth/token/refresh", {"refresh_token": person.refresh_token}, format="json")
    return {
        "page": browser.get("/history/").status_code == 200,
        "token": plain.get(HISTORY, headers=bearer(person)).status_code == 200,
        "refresh token": refreshed.status_code == 200,
        "key": plain.get(HISTORY, headers={"x-api-key": key}).status_code == 200,
    }


def bearer(person: Person) -> dict[str, str]:
    return {"authorization": f"Bearer {person.access_token}"}


@pytest.mark.parametrize("by", ["a clerk", "a superuser"])
def test_who_is_suspended_has_to_sign_in_again_once_that_is_lifted_and_their_keys_are_good_again(
    office: Office, plain: APIClient, by: str
) -> None:
    office.may("accounts.change_user")
    client, address = (office.client, {}) if by == "a clerk" else (office.superusers(), {"email": "alice@example.com"})
    alice, browser = office.alice, Client()
    assert browser.login(username=alice.user.email, password=PASSWORD)
    key = early_key(alice.user.id, alice.organization.id).secret
    saved(client, alice.user, **address)
    assert gets_in(plain, browser, alice, key) == {"page": False, "token": False, "refresh token": False, "key": False}
    saved(client, alice.user, **address, is_active="on")
    assert gets_in(plain, browser, alice, key) == {"page": False, "token": False, "refresh token": False, "key": True}
    assert browser.login(username=alice.user.email, password=PASSWORD)
    assert browser.get("/history/").status_code == 200
    assert AuditRow.objects.filter(action="session.ended_by_staff", subject=str(alice.user.id)).exists()


def test_a_suspension_and_its_end_stand_in_the_audit_that_the_organization_reads(office: Office) -> None:
    office.may("accounts.change_user")
    bob, reader = colleague("bob", office.alice, Role.MEMBER), Client(headers=ENGLISH)
    saved(office.client, bob.user)
    saved(office.client, bob.user, is_active="on")
    reader.force_login(office.alice.user)
    words = Browser(reader).get("/audit/").words
    for said in ("Account suspended by staff", "Suspension lifted by staff"):
        assert re.search(rf"ToneBridge staff\s+{said}\s+bob@example\.com", words)


def test_a_sign_in_that_a_suspension_missed_does_not_come_back(office: Office, plain: APIClient) -> None:
    """As those of whoever was suspended by a version that ended none."""
    User.objects.filter(id=office.alice.user.id).update(is_active=False)
    saved(office.superusers(), office.alice.user, email="alice@example.com", is_active="on")
    assert plain.get(HISTORY, headers=bearer(office.alice)).status_code == 401


def test_a_form_that_suspends_nobody_ends_no_sign_in(office: Office, plain: APIClient) -> None:
    saved(office.superusers(), office.alice.user, email="alice@example.com", full_name="Alicia", is_active="on")
    assert plain.get(HISTORY, headers=bearer(office.alice)).status_code == 200


def test_a_form_of_staff_leaves_alone_what_the_person_changes_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    load, alice = UserAdmin.get_object, office.alice.user

    def load_and_be_late(admin: UserAdmin, *given: Any) -> User | None:
        found = load(admin, *given)
        set_password(alice.id, "a long walk at noon")
        return found

    monkeypatch.setattr(UserAdmin, "get_object", load_and_be_late)
    saved(office.superusers(), alice, full_name="Alicia", email=alice.email, is_active="on")
    now = User.objects.get(id=alice.id)
    assert (now.full_name, now.check_password("a long walk at noon")) == ("Alicia", True)
    assert now.session_version == alice.session_version + 1


def test_the_form_says_what_suspending_does(office: Office) -> None:
    page = office.superusers().get(f"{USERS}{office.alice.user.id}/change/", headers=ENGLISH).content.decode()
    assert (
        "Turn this off to suspend the user. This signs them out everywhere and blocks their API keys. Turning it back on makes the keys work again."
        in page
    )


def test_nobody_who_had_proven_an_address_is_deleted_for_another_that_staff_type(office: Office) -> None:
    client = office.superusers()
    User.objects.filter(id=office.alice.user.id).update(proof_due_at=clock.now() - timedelta(days=30))
    assert addressed(client, office.alice.user, "new@example.com").proof_due_at is None
    forget_unproven()
    assert User.objects.get(id=office.alice.user.id).is_active


def test_who_had_proven_none_has_seven_days_for_another_that_staff_type(office: Office) -> None:
    client = office.superusers()
    due = clock.now() + timedelta(hours=1)
    User.objects.filter(id=office.alice.user.id).update(email_verified_at=None, proof_due_at=due)
    addressed(client, office.alice.user, "new@example.com")
    for days, stays in ((6, True), (8, False)):
        with clock.frozen(clock.now() + timedelta(days=days)):
            forget_unproven()
        assert User.objects.get(id=office.alice.user.id).is_active is stays


def test_a_clerk_signs_out_a_customer_and_no_superuser(office: Office) -> None:
    office.may("accounts.change_user")
    before = dict(User.objects.values_list("email", "session_version"))
    act(office, "sign_out_everywhere", office.root, office.alice.user)
    after = dict(User.objects.values_list("email", "session_version"))
    assert after == before | {"alice@example.com": before["alice@example.com"] + 1}


def test_whose_second_factor_is_switched_off_for_them_is_told(
    office: Office, bob: Person, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """And nobody who had none."""
    office.client = office.superusers()
    alice = office.alice.user
    for one in (alice, office.root):
        SecondFactor.objects.update_or_create(user=one, defaults={"secret": new_secret(), "confirmed_at": clock.now()})
    deliver(settings)
    with django_capture_on_commit_callbacks(execute=True):
        act(office, "forget_second_factor", alice, office.root, bob.user)
    told = sorted((message.to[0], message.subject) for message in deliver(settings))
    assert [to for to, _subject in told] == ["alice@example.com", "root@tonebridge.example"]
    assert all("2 段階認証がオフ" in subject for _to, subject in told)
    rows = AuditRow.objects.filter(action="second_factor.off").values_list("subject", flat=True)
    assert set(rows) == {str(alice.id), str(office.root.id)}
    assert not SecondFactor.objects.filter(user__in=[alice, office.root]).exists()


def delete(office: Office, *people: User) -> None:
    """By the page of each, and all of them together by the list."""
    for one in people:
        office.client.post(f"{USERS}{one.id}/delete/", {"post": "yes"})
    sent = {"action": "delete_selected", "_selected_action": [str(one.id) for one in people], "post": "yes"}
    office.client.post(USERS, sent)


@pytest.fixture
def olga(office: Office) -> Person:
    """An owner without keys and models, which would keep her, too."""
    office.may("accounts.view_user", "accounts.delete_user")
    return newcomer("olga", plan_code="pro")


def left(*people: Person) -> list[str]:
    return [one.user.email for one in people if User.objects.filter(id=one.user.id).exists()]


def test_the_only_owner_among_others_is_deleted_by_nobody(office: Office, olga: Person) -> None:
    mia = colleague("mia", olga, Role.MEMBER)
    for client in (office.client, office.superusers()):
        office.client = client
        delete(office, olga.user)
        assert left(olga) == ["olga@example.com"]
    page = office.client.get(f"{USERS}{olga.user.id}/delete/", headers=ENGLISH).content.decode()
    assert "olga@example.com is the only owner of an organization with other members" in page
    delete(office, mia.user)
    assert left(olga, mia) == ["olga@example.com"]
    delete(office, olga.user)
    assert left(olga) == []


def test_the_only_owners_of_two_organizations_of_one_name_both_stay(office: Office, olga: Person) -> None:
    oscar = newcomer("oscar", plan_code="pro")
    for owner, member in ((olga, "mia"), (oscar, "max"), (olga, "mona"), (oscar, "mark")):
        colleague(member, owner, Role.MEMBER)
    Organization.objects.filter(id__in=[olga.organization.id, oscar.organization.id]).update(name="Initech")
    with connection.cursor() as cursor:  # members are read in the order in which they joined, the organizations' mixed
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off")
    office.client = office.superusers()
    delete(office, olga.user, oscar.user)
    assert left(olga, oscar) == ["olga@example.com", "oscar@example.com"]


def test_owners_are_deleted_while_another_stays_who_can_sign_in(office: Office, olga: Person) -> None:
    oscar, _mia = colleague("oscar", olga, Role.OWNER), colleague("mia", olga, Role.MEMBER)
    both = {"action": "delete_selected", "post": "yes", "_selected_action": [olga.user.id, oscar.user.id]}
    office.client.post(USERS, both)
    assert left(olga, oscar) == ["olga@example.com", "oscar@example.com"]
    User.objects.filter(id=oscar.user.id).update(is_active=False)
    delete(office, olga.user)
    assert left(olga) == ["olga@example.com"]
    delete(office, oscar.user)
    assert left(oscar) == []
