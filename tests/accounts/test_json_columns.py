"""JSON columns: staff save an object of known names, and whatever stands in a row breaks nobody's page."""

from typing import Any

import pytest
from django import forms
from django.contrib.admin import site
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from apps.accounts.admin.json_objects import KnownObjectField
from apps.accounts.models import Organization, User
from tests.accounts.office import entered
from tests.cast import PASSWORD, Person
from tests.front_door import Api
from tests.page import Page

NO_OBJECTS = ("[]", '"x"', "1", "null", "true", "0", "[1]")
REFUSED = (
    *NO_OBJECTS, '{"a": "\\u0000"}', '{"a": NaN}', '{"a": 1e999}', "[" * 900 + "]" * 900, "[" * 100_000, '{"a":' * 900 + "1" + "}" * 900,
    "9" * 5_000, '{"language": ["ja"]}', '{"shares_results": 1}', '{"suspected_orders": "shout"}', '{"suspected_orders": "\\ud800"}',
    '{"language": {}}', "{", "x",
)  # fmt: skip # a row, not a column
NO_OBJECTS_IN_ROWS = ("[]", '"x"', "1", "null")


@pytest.fixture
def root(plans: None) -> Client:
    client = entered(User.objects.create_superuser("root@tonebridge.example", PASSWORD))
    client.raise_request_exception = False
    return client


def _organization(alice: Person, settings: str) -> tuple[str, dict[str, str]]:
    inlines = {
        f"{name}-{kind}_FORMS": "0" for name in ("memberships", "subscriptions") for kind in ("TOTAL", "INITIAL")
    }
    form = {"name": "Alice's company", "retention_days": "30", "settings": settings} | inlines
    return reverse("admin:accounts_organization_change", args=[alice.organization.id]), form


def _user(alice: Person, preferences: str) -> tuple[str, dict[str, str]]:
    inlines = {f"memberships-{kind}_FORMS": "0" for kind in ("TOTAL", "INITIAL")}
    form = {"email": "alice@example.com", "full_name": "Alice", "is_active": "on", "preferences": preferences} | inlines
    return reverse("admin:accounts_user_change", args=[alice.user.id]), form


@pytest.mark.parametrize("form", [_organization, _user])
def test_what_is_no_known_object_is_shown_again_with_a_sentence(root: Client, alice: Person, form: Any) -> None:
    for sent in REFUSED:
        answer = root.post(*form(alice, sent))
        assert answer.status_code == 200, sent[:30]
        assert {"settings", "preferences"} & set(answer.context["adminform"].form.errors), sent[:30]


@pytest.mark.parametrize("form", [_organization, _user])
@pytest.mark.parametrize("sent", ["{}", ""])
def test_an_object_is_saved(root: Client, alice: Person, form: Any, sent: str) -> None:
    path, values = form(alice, sent)
    assert root.post(path, values).status_code == 302
    alice.organization.refresh_from_db()
    assert alice.organization.settings == {} or form is _user


def test_so_are_known_names_with_known_values(root: Client, alice: Person) -> None:
    path, values = _organization(alice, '{"shares_results": true, "suspected_orders": "refuse"}')
    assert root.post(path, values).status_code == 302
    assert Organization.objects.get(id=alice.organization.id).settings == {
        "shares_results": True,
        "suspected_orders": "refuse",
    }
    path, values = _user(alice, '{"language": "en"}')
    assert root.post(path, values).status_code == 302
    assert User.objects.get(id=alice.user.id).language == "en"


def test_no_form_of_staff_takes_just_any_json(root: Client, rf: RequestFactory) -> None:
    request = rf.get("/admin/")
    request.user = User.objects.get(email="root@tonebridge.example")
    fields = {
        (model.__name__, name): field
        for model, admin in site._registry.items()
        for name, field in admin.get_form(request, model(), change=True).base_fields.items()
        if isinstance(field, forms.JSONField)
    }
    assert {("Organization", "settings"), ("User", "preferences")} <= set(fields)
    assert all(isinstance(field, KnownObjectField) for field in fields.values())


@pytest.mark.parametrize("stands", NO_OBJECTS_IN_ROWS)
def test_a_wrong_row_breaks_nothing_of_a_customer(api: Api, alice: Person, stands: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organizations SET settings = %s", [stands])
        cursor.execute("UPDATE users SET preferences = %s", [stands])
    for path in ("/api/v1/organization", "/api/v1/auth/me", "/api/v1/history"):
        assert api(alice).get(path).status_code == 200, path
    client = Page.of(alice).client
    for path in ("/", "/account/", "/history/", "/team/", "/glossary/", "/security/"):
        assert client.get(path).status_code == 200, path
    assert api(alice).patch("/api/v1/organization", {"shares_results": True}).json()["shares_results"] is True
    assert User.objects.get(id=alice.user.id).language == "ja"
    assert (
        api(alice).post("/api/v1/transform", {"text": "明日までに直せ。", "transformation_type": "soften"}).status_code
        == 200
    )
