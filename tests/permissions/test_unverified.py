"""What takes a verified address: every row of the table, through the API, on pages and for whoever calls the verb itself."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.invite_member import invite_member
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.contracts import Principal, Role, Scope
from apps.accounts.models import User
from apps.accounts.queries.credentials import principal_of_token
from apps.accounts.unverified import REFUSALS, Privilege
from apps.transform.actions.add_glossary_term import add_glossary_term
from apps.transform.contracts import GlossaryEntry
from tests.cast import Person, early_key
from tests.front_door import Api, FrontDoor
from tests.permissions.callers import UNVERIFIED, unverified_owner
from tests.permissions.test_permissions import DOORS, allowed
from tests.web.browsing import Browser
from tonebridge.errors import EmailNotVerified
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

ID = str(uuid7())
TERM = {"term": "SLA", "language": "en", "plain": "promise"}
MODEL = {"vendor": "openai", "model": "x", "api_key": "x"}
CALLS: dict[Privilege, list[tuple[str, str, dict[str, Any]]]] = {
    Privilege.API_KEYS: [("POST", "/api-keys", {"name": "ci"}), ("POST", f"/api-keys/{ID}/rotate", {})],
    Privilege.INVITATIONS: [("POST", "/organization/invitations", {"email": "new@example.com"})],
    Privilege.MEMBERS: [
        ("PATCH", f"/organization/members/{ID}", {"role": "viewer"}),
        ("DELETE", f"/organization/members/{ID}", {}),
        ("POST", "/organization/hand-over", {"user_id": ID}),
    ],
    Privilege.ORGANIZATION: [
        ("PATCH", "/organization", {"name": "Mine"}),
        ("PATCH", "/organization", {"retention_days": 0}),
    ],
    Privilege.ORGANIZATION_MODELS: [
        ("PUT", f"/organization/models/{rung}", MODEL) for rung in ("primary", "secondary")
    ],
    Privilege.GLOSSARY: [
        ("POST", "/glossary/terms", TERM),
        ("PATCH", f"/glossary/terms/{ID}", {"plain": "x"}),
        ("DELETE", f"/glossary/terms/{ID}", {}),
        ("POST", f"/glossary/found/{ID}/approve", {"plain": "x"}),
        ("POST", f"/glossary/found/{ID}/dismiss", {}),
    ],
    Privilege.IMPORTS: [("FILE", "/jobs/import", {})],
    Privilege.TWO_STEP: [("POST", "/auth/two-factor", {}), ("POST", "/auth/two-factor/confirm", {"code": "000000"})],
}
FILES = ["/jobs/import", "/glossary/import"]


def sentence(privilege: Privilege) -> str:
    """As an English reader gets it."""
    with override("en"):
        return str(REFUSALS[privilege])


@pytest.fixture
def dana(alice: Person) -> Person:
    """Another owner, whose address isn't verified."""
    return unverified_owner(alice)


REFUSED = [
    pytest.param(privilege, call, id=f"{call[0]} {call[1].replace(ID, 'id')}")
    for privilege, calls in CALLS.items()
    for call in calls
]


def ask(door: FrontDoor, method: str, path: str, body: dict[str, Any]) -> Any:  # httpx's answer
    if method == "FILE":
        return door.request("POST", f"/api/v1{path}", files={"file": ("x.csv", b"text\nFix it.\n")})
    return door.request(method, f"/api/v1{path}", json=body)


def test_every_row_of_the_table_is_tried() -> None:
    assert set(CALLS) == set(REFUSALS) == set(Privilege)


@pytest.mark.parametrize(("privilege", "call"), REFUSED)
def test_it_is_refused_with_a_code_and_a_sentence_of_its_own(
    api: Api, dana: Person, privilege: Privilege, call: tuple[str, str, dict[str, Any]]
) -> None:
    answer = ask(api(dana).as_(Accept_Language="en"), *call)
    assert (answer.status_code, answer.json()["code"]) == (403, "EMAIL_NOT_VERIFIED")
    assert answer.json()["detail"] == sentence(privilege)


@pytest.mark.parametrize(("privilege", "call"), REFUSED)
def test_who_has_verified_it_is_not_refused_so(
    api: Api, dana: Person, privilege: Privilege, call: tuple[str, str, dict[str, Any]]
) -> None:
    """The principal is read anew: nobody has to sign in again."""
    User.objects.filter(id=dana.user.id).update(email_verified_at=clock.now())
    assert b"EMAIL_NOT_VERIFIED" not in ask(api(dana), *call).content


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_not_even_read(api: Api, dana: Person, path: str) -> None:
    answer = api(dana).request("POST", f"/api/v1{path}", files={"other": ("x.csv", b"\xff" * 100)})
    assert (answer.status_code, answer.json()["code"]) == (403, "EMAIL_NOT_VERIFIED")


def test_a_key_from_before_does_no_more_than_its_owner(visitor: FrontDoor, dana: Person) -> None:
    program = visitor.as_(X_API_Key=early_key(dana.user.id, dana.organization.id).secret)
    assert program.post("/api/v1/transform", {"text": "直せ。", "transformation_type": "soften"}).status_code == 200
    for method, path, body in (*CALLS[Privilege.API_KEYS], *CALLS[Privilege.INVITATIONS], *CALLS[Privilege.GLOSSARY]):
        assert ask(program, method, path, body).json()["code"] == "EMAIL_NOT_VERIFIED", path


@pytest.mark.parametrize(
    "verb",
    [
        lambda who: create_api_key(principal=who, name="ci", scopes=[Scope.ANALYZE]),
        lambda who: invite_member(principal=who, email="new@example.com", role=Role.MEMBER),
        lambda who: add_glossary_term(principal=who, wanted=GlossaryEntry(term="SLA", language="en")),
        lambda who: set_up_second_factor(user_id=who.user_id, authenticated_at=clock.now()),
    ],
)
def test_a_command_that_calls_the_verb_is_refused_alike(dana: Person, verb: Callable[[Principal], object]) -> None:
    with pytest.raises(EmailNotVerified):
        verb(principal_of_token(dana.access_token))


@pytest.mark.parametrize(
    ("path", "privilege"),
    [
        ("/api-keys/", Privilege.API_KEYS),
        ("/team/", Privilege.INVITATIONS),
        ("/team/name/", Privilege.ORGANIZATION),
        ("/glossary/", Privilege.GLOSSARY),
        ("/glossary/import/", Privilege.GLOSSARY),
        ("/jobs/new/", Privilege.IMPORTS),
        ("/security/", Privilege.TWO_STEP),
        ("/security/two-step/", Privilege.TWO_STEP),
    ],
)
def test_a_page_says_so_in_place_of_its_form_and_sends_the_link_again(
    dana: Person, path: str, privilege: Privilege
) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(dana.user)
    page = Browser(client).get(path)
    assert sentence(privilege) in page.words
    assert 'action="/security/verification/"' in page.html
    User.objects.filter(id=dana.user.id).update(email_verified_at=clock.now())
    assert sentence(privilege) not in Browser(client).get(path).words


def test_the_table_of_doors_says_what_the_table_of_privileges_does() -> None:
    """Where an owner may and an unverified one may not, in `docs/permissions.yaml`, a call of this file tries it."""
    gone = {
        (method, path)
        for path, methods in DOORS.items()
        for method in methods
        if method != "body"
        and path.startswith("/api/v1/")
        and "owner" in allowed(path, method)
        and UNVERIFIED not in allowed(path, method)
    }
    tried = {
        ("POST" if method == "FILE" else method, path) for calls in CALLS.values() for method, path, _body in calls
    }
    tried |= {("POST", path) for path in FILES}
    assert {(method, _unnamed(path)) for method, path in gone} == {
        (method, f"/api/v1{path.replace(ID, 'id')}") for method, path in tried
    }


def _unnamed(path: str) -> str:
    return re.sub(r"\{\w+\}", "id", path)
