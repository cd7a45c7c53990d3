"""Who may change whom in the administration: nobody there makes themselves, or anybody else, more than they are.

A clerk is staff and no superuser. Every address of the administration is asked with the permissions over each table,
by forms that want everything at once; afterwards all that raises rights is as it was.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.admin import ModelAdmin, site
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db.models import Model
from django.urls import URLPattern, URLResolver, reverse

from apps.accounts.models import User
from tests.accounts.office import Office, opened_office
from tests.cast import newcomer, seed

FORM = "application/x-www-form-urlencoded"
VERBS = ("view", "add", "change", "delete")
SHOWN = sorted({model._meta.label_lower for model in site._registry} | {"accounts.membership", "auth.permission"})

OF_PEOPLE = ("accounts.user", "accounts.membership", "auth.group", "auth.permission")
"""The tables by which one could climb; of each its permissions are tried one by one, of others together: who has more may no less."""


@pytest.fixture(scope="module")
def standing(standing_data: None) -> Office:
    """Once for all attacks, each of which is undone."""
    seed()
    return opened_office(newcomer("alice", plan_code="pro"))


@pytest.fixture
def office(standing: Office, db: None) -> Office:
    """With browsers and people as they were, whatever another attack made of them."""
    return deepcopy(standing)


def routes(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Every address of the administration but the one that ends the visit."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns)
        elif each.name and each.name != "logout":
            yield each


ROUTES = list(routes(site.get_urls()))


def addresses(office: Office, about: tuple[str, ...] = ("",)) -> list[str]:
    """Each with an id of what it is about: of users, the superuser, the colleague and the clerk."""
    found = []
    for route in (each for each in ROUTES if str(each.name).startswith((*about, "auth_user"))):
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
    form = urlencode(
        greedy(office), doseq=True
    )  # once for all: in parts, a form takes as long to read as a page to write
    for path in addresses(office, about):
        assert office.client.post(path, form, content_type=FORM).status_code < 500, path
    for action in sorted({name for admin in site._registry.values() for name in _actions(admin)}):
        chosen = {"action": action, "_selected_action": everybody, "select_across": "1", "post": "yes"}
        answer = office.client.post(reverse("admin:accounts_user_changelist"), chosen)
        assert answer.status_code < 500, action


def _actions(admin: "ModelAdmin[Any]") -> list[str]:  # of any model
    return ["delete_selected", *(each if isinstance(each, str) else each.__name__ for each in admin.actions or ())]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("model", OF_PEOPLE)
def test_no_single_permission_over_people_leads_to_more(office: Office, model: str, verb: str) -> None:
    assert_lead_to_no_more(office, [model], [verb])


@pytest.mark.parametrize("third", range(3))
def test_no_permissions_over_other_tables_lead_to_more(office: Office, third: int) -> None:
    assert_lead_to_no_more(office, sorted(set(SHOWN) - set(OF_PEOPLE))[third::3], VERBS)


def assert_lead_to_no_more(office: Office, models: Sequence[str], verbs: Sequence[str]) -> None:
    """All of these verbs over all of these tables."""
    labels = [model.split(".") for model in models]
    office.may(*(f"{label}.{verb}_{name}" for label, name in labels for verb in verbs))
    before, open_to = office.kept(), office.ways_to_messages()
    attack(office, (*(f"{label}_{name}_" for label, name in labels), "accounts_user_", "auth_group_"))
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
    office.client = office.superusers()
    before, open_to = office.kept(), office.ways_to_messages()
    attack(office)
    assert office.kept() != before
    assert not office.ways_to_messages() <= open_to


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
    client = office.superusers()
    assert client.get(f"/admin/{path}/", {column: "1"}).status_code == 400


def test_whoever_is_made_superuser_is_told_of_the_second_factor(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("createsuperuser", email="first@tonebridge.example", interactive=False)
    assert "second factor" in capsys.readouterr().out
    assert User.objects.get(email="first@tonebridge.example").is_superuser
