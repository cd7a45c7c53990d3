"""Who may change whom in the administration: nobody there makes themselves, or anybody else, more than they are.

A clerk is staff and no superuser. Every address of the administration is asked with every single permission, by forms
that want everything at once; afterwards all that raises rights is as it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin import ModelAdmin, site
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.contracts import Role, Scope
from apps.accounts.credentials.totp import code_at, new_secret, step_at
from apps.accounts.models import AuditRow, BackupCode, Membership, Organization, SecondFactor, User
from apps.accounts.tasks import forget_unproven
from apps.transform.models import OrganizationModel
from tests.accounts.mailbox import deliver
from tests.cast import PASSWORD, Person, colleague, newcomer, own_model
from tonebridge.queues.models import DeadLetter
from tonebridge.resilience import clock

INLINES = ("memberships", "subscriptions")
VERBS = ("view", "add", "change", "delete")
SHOWN = sorted({model._meta.label_lower for model in site._registry} | {"accounts.membership", "auth.permission"})


def entered(user: User) -> Client:
    """A browser in which they have signed in and shown a code."""
    client = Client()
    assert client.login(username=user.email, password=PASSWORD)
    secret = set_up_second_factor(user_id=user.id, authenticated_at=clock.now()).secret
    client.post("/security/two-step/", {"code": code_at(secret, step_at(clock.now()))})
    assert client.get("/admin/").status_code == 200
    return client


@dataclass
class Office:
    """A superuser, two clerks with a group of theirs, and a customer with a key and a model of her own."""

    root: User
    colleague: User
    clerk: User
    group: Group
    alice: Person
    client: Client

    def may(self, *permissions: str) -> None:
        """From here on the clerk has these, and no others."""
        found = [
            Permission.objects.get(content_type__app_label=p.split(".")[0], codename=p.split(".")[1])
            for p in permissions
        ]
        self.clerk.user_permissions.set(found)

    def kept(self) -> dict[str, object]:
        """All that somebody could climb by: it has to be the same afterwards."""
        staff = User.objects.exclude(is_staff=False, is_superuser=False).order_by("email")
        return {
            "accounts": list(staff.exclude(id=self.clerk.id).values()),
            "flags": list(staff.values_list("email", "is_superuser")),
            "rights": sorted(p for one in staff.filter(id=self.clerk.id) for p in one.get_all_permissions()),
            "groups": list(Group.objects.order_by("name").values_list("name", "permissions", "user")),
            "factors": list(SecondFactor.objects.filter(user__in=staff).order_by("id").values_list("id", "confirmed_at")),
            "codes": BackupCode.objects.filter(user__in=staff).count(),
        }  # fmt: skip # a line, one thing

    def ways_to_messages(self) -> set[tuple[object, ...]]:
        """What may become less by deleting, and nothing else."""
        members = Membership.objects.values_list("user_id", "organization_id", "role")
        customers = User.objects.filter(is_staff=False, id=self.alice.user.id).values_list("email", "password")
        return {*members, *customers, *OrganizationModel.objects.values_list("organization_id", "base_url")}


@pytest.fixture
def office(alice: Person) -> Office:
    root = User.objects.create_superuser("root@tonebridge.example", PASSWORD)
    colleague, clerk = (
        User.objects.create_user(f"{name}@tonebridge.example", PASSWORD, is_staff=True) for name in ("ann", "clerk")
    )
    group = Group.objects.create(name="clerks")
    for one in (colleague, clerk):
        one.groups.add(group)
    client = entered(clerk)
    entered(root)
    own_model(alice)
    create_api_key(principal=alice.principal, name="ci", scopes=[Scope.HISTORY])
    return Office(root, colleague, clerk, group, alice, client)


def routes(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Every address of the administration but the one that ends the visit."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns)
        elif each.name and each.name != "logout":
            yield each


def addresses(office: Office, about: tuple[str, ...] = ("",)) -> list[str]:
    """Each with an id of what it is about: of users, the superuser, the colleague and the clerk."""
    found = []
    for route in (each for each in routes(site.get_urls()) if str(each.name).startswith((*about, "auth_user"))):
        names = route.pattern.regex.groupindex
        for identity in _about(str(route.name), office) if {"object_id", "id"} & set(names) else [""]:
            given = {"object_id": identity, "id": identity, "app_label": "accounts", "content_type_id": 1, "url": "x"}
            found.append(reverse(f"admin:{route.name}", kwargs={name: given.get(name, "1") for name in names}))
    return found


def _about(name: str, office: Office) -> list[object]:
    if "user" in name:
        return [office.root.pk, office.colleague.pk, office.clerk.pk, office.alice.user.pk]
    models = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in site._registry}
    model = next((model for start, model in models.items() if name.startswith(f"{start}_")), None)
    first: Model | None = model._default_manager.first() if model else None
    return [first.pk if first else "1"]


def greedy(office: Office) -> dict[str, object]:
    """A form that wants everything at once, whichever form is asked."""
    every = list(Permission.objects.filter(content_type__model="user").values_list("pk", flat=True))
    return {
        "email": "mine@example.com", "full_name": "Mine", "password": "x", "preferences": "{}", "post": "yes",
        "usable_password": "true", "password1": "mine alone 12345", "password2": "mine alone 12345",
        "is_superuser": "on", "is_staff": "on", "name": "clerks", "groups": [office.group.pk],
        "permissions": every, "user_permissions": every,
        "retention_days": "30", "settings": "{}", "organization": str(office.alice.organization.id),
        "rung": "secondary", "vendor": "openai", "model": "x", "base_url": "https://1.1.1.1/v1", "new_key": "k",
        "input_price": "0", "output_price": "0",
        **_inline("memberships", user=office.clerk.pk, organization=office.alice.organization.id, role="owner"),
        **_inline("subscriptions"),
    }  # fmt: skip # a form


def _inline(name: str, **row: object) -> dict[str, str]:
    forms = {f"{name}-TOTAL_FORMS": "1" if row else "0", f"{name}-INITIAL_FORMS": "0"}
    return forms | {f"{name}-0-{field}": str(value) for field, value in row.items()}


def attack(office: Office, about: tuple[str, ...] = ("",)) -> None:
    """Every address about these tables, and every action that any list has, on everybody."""
    everybody = list(User.objects.values_list("pk", flat=True))
    form = greedy(office)
    for path in addresses(office, about):
        assert office.client.post(path, form).status_code < 500, path
    for action in sorted({name for admin in site._registry.values() for name in _actions(admin)}):
        chosen = {"action": action, "_selected_action": everybody, "select_across": "1", "post": "yes"}
        answer = office.client.post(reverse("admin:accounts_user_changelist"), chosen)
        assert answer.status_code < 500, action


def _actions(admin: "ModelAdmin[Any]") -> list[str]:  # of any model
    return ["delete_selected", *(each if isinstance(each, str) else each.__name__ for each in admin.actions or ())]


@pytest.mark.parametrize("model", SHOWN)
@pytest.mark.parametrize("verb", VERBS)
def test_no_single_permission_leads_to_more(office: Office, model: str, verb: str) -> None:
    label, name = model.split(".")
    office.may(f"{label}.{verb}_{name}")
    before, open_to = office.kept(), office.ways_to_messages()
    attack(office, (f"{label}_{name}_", "accounts_user_", "auth_group_"))
    assert office.kept() == before
    assert office.ways_to_messages() <= open_to


def test_all_permissions_together_lead_to_no_more(office: Office) -> None:
    every = [f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")]
    office.may(*every)
    before, open_to = office.kept(), office.ways_to_messages()
    for path in addresses(office):
        assert office.client.get(path).status_code < 500, path
    attack(office)
    assert office.kept() == before
    assert office.ways_to_messages() <= open_to


def test_the_attack_is_one(office: Office) -> None:
    """What it asks for is what a superuser gets."""
    office.client = entered(User.objects.create_superuser("second@tonebridge.example", PASSWORD))
    before, open_to = office.kept(), office.ways_to_messages()
    attack(office)
    assert office.kept() != before
    assert not office.ways_to_messages() <= open_to


USERS = "/admin/accounts/user/"
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
    for client in (office.client, entered(User.objects.create_superuser("two@tonebridge.example", PASSWORD))):
        for person in (office.root, office.alice.user):
            assert client.post(f"{USERS}{person.id}/password/", form).status_code == 404
            assert User.objects.get(id=person.id).check_password(PASSWORD)


def test_an_address_that_a_superuser_types_has_to_be_proven_anew(office: Office) -> None:
    client = entered(User.objects.create_superuser("two@tonebridge.example", PASSWORD))
    for address, proven in (("alice@example.com", True), ("new@example.com", False)):
        alice = addressed(client, office.alice.user, address)
        assert (alice.email, alice.email_verified_at is not None) == (address, proven)


def addressed(client: Client, person: User, address: str) -> User:
    """As they are once staff have typed that address."""
    empty = {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    form = {"full_name": "Alice", "is_active": "on", "preferences": "{}", **empty}
    assert client.post(f"{USERS}{person.id}/change/", form | {"email": address}).status_code == 302
    return User.objects.get(id=person.id)


def test_nobody_who_had_proven_an_address_is_deleted_for_another_that_staff_type(office: Office) -> None:
    client = entered(User.objects.create_superuser("two@tonebridge.example", PASSWORD))
    User.objects.filter(id=office.alice.user.id).update(proof_due_at=clock.now() - timedelta(days=30))
    assert addressed(client, office.alice.user, "new@example.com").proof_due_at is None
    forget_unproven()
    assert User.objects.get(id=office.alice.user.id).is_active


def test_who_had_proven_none_has_seven_days_for_another_that_staff_type(office: Office) -> None:
    client = entered(User.objects.create_superuser("two@tonebridge.example", PASSWORD))
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
    office.client = entered(User.objects.create_superuser("two@tonebridge.example", PASSWORD))
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
    for client in (office.client, entered(User.objects.create_superuser("two@tonebridge.example", PASSWORD))):
        office.client = client
        delete(office, olga.user)
        assert left(olga) == ["olga@example.com"]
    page = office.client.get(f"{USERS}{olga.user.id}/delete/", headers=ENGLISH).content.decode()
    assert "olga@example.com is the only owner of an organization with other members" in page
    delete(office, mia.user)
    assert left(olga, mia) == ["olga@example.com"]
    delete(office, olga.user)
    assert left(olga) == []


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


ORGANIZATIONS = "/admin/accounts/organization/"


def decided(office: Office) -> tuple[bool, str]:
    """Whether alice's organization is under a legal hold, and its plan."""
    organization = Organization.objects.get(id=office.alice.organization.id)
    return organization.legal_hold, organization.subscriptions.get(ends_at=None).plan_id


def act_on_alices(office: Office, *actions: str) -> None:
    for action in actions:
        office.client.post(ORGANIZATIONS, {"action": action, "_selected_action": str(office.alice.organization.id)})


def test_who_may_change_organizations_neither_holds_them_nor_chooses_their_plan(office: Office) -> None:
    office.may("accounts.view_organization", "accounts.change_organization")
    act_on_alices(office, "hold", "plan_enterprise")
    assert decided(office) == (False, "pro")
    Organization.objects.filter(id=office.alice.organization.id).update(legal_hold=True)
    act_on_alices(office, "release")
    assert decided(office) == (True, "pro")


def test_who_may_change_subscriptions_chooses_a_plan(office: Office) -> None:
    office.may("accounts.view_organization", "accounts.add_subscription", "accounts.change_subscription")
    act_on_alices(office, "hold", "plan_enterprise")
    assert decided(office) == (False, "enterprise")


def test_a_superuser_holds_an_organization_and_lets_it_go(office: Office) -> None:
    office.client = entered(User.objects.create_superuser("two@tonebridge.example", PASSWORD))
    act_on_alices(office, "hold")
    assert decided(office) == (True, "pro")
    act_on_alices(office, "release")
    assert decided(office) == (False, "pro")


def test_a_clerk_who_may_only_look_starts_and_deletes_no_dead_letters(office: Office) -> None:
    letter = DeadLetter.objects.create(task_id="bell#0", task="x", args=[], created_at=clock.now())
    office.may("queues.view_deadletter")
    for action in ("replay", "purge"):
        sent = {"action": action, "_selected_action": [str(letter.id)]}
        office.client.post("/admin/queues/deadletter/", sent)
    letter.refresh_from_db()
    assert letter.replayed_at is None


def test_a_clerk_who_may_change_them_deletes_dead_letters(office: Office) -> None:
    letter = DeadLetter.objects.create(task_id="bell#0", task="x", args=[], created_at=clock.now())
    office.may("queues.view_deadletter", "queues.change_deadletter")
    office.client.post("/admin/queues/deadletter/", {"action": "purge", "_selected_action": [str(letter.id)]})
    assert not DeadLetter.objects.exists()


@pytest.mark.parametrize(
    ("path", "column"),
    [
        ("accounts/user", "password__startswith"),
        ("accounts/user", "session_version"),
        ("accounts/apikey", "digest__startswith"),
        ("accounts/apikey", "user__password__startswith"),
        ("transform/organizationmodel", "api_key__startswith"),
    ],
)
def test_no_list_is_narrowed_by_a_secret(office: Office, path: str, column: str) -> None:
    client = entered(User.objects.create_superuser("two@tonebridge.example", PASSWORD))
    assert client.get(f"/admin/{path}/", {column: "1"}).status_code == 400


def test_whoever_is_made_superuser_is_told_of_the_second_factor(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("createsuperuser", email="first@tonebridge.example", interactive=False)
    assert "second factor" in capsys.readouterr().out
    assert User.objects.get(email="first@tonebridge.example").is_superuser
