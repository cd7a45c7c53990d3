"""Models of an organization's own: an owner sets them, nobody sees their keys, and they lead nowhere inside."""

from typing import Any

import httpx
import pytest
from django.db import connection
from pytest_django import Settings

from apps.accounts.contracts import Role
from apps.accounts.models import AuditRow
from apps.transform.actions.set_organization_model import set_organization_model
from apps.transform.contracts import ModelChoice
from apps.transform.models import OrganizationModel
from tests.accounts.racing import at_once
from tests.cast import Person, colleague
from tests.front_door import Api
from tonebridge.outbound import addresses

PRIMARY, SECONDARY = "/api/v1/organization/models/primary", "/api/v1/organization/models/secondary"
SECRET = "sk-only-the-vendor-may-know"
CHOICE = {
    "vendor": "openai",
    "model": "gpt-4o",
    "base_url": "https://models.example.com/v1/",
    "api_key": SECRET,
    "input_price": 2.5,
}


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What names resolve to; everything else is on the public internet."""
    known: dict[str, str] = {}
    monkeypatch.setattr(addresses, "resolve", lambda host, _port: (known.get(host, "93.184.216.34"),))
    return known


def put(api: Api, person: Person, path: str = PRIMARY, **more: Any) -> httpx.Response:
    return api(person).request("PUT", path, json=CHOICE | more)


def complaint(answer: httpx.Response) -> tuple[int, str, str]:
    error = answer.json()["errors"][0]
    return answer.status_code, error["field"], error["code"]


def test_an_owner_sets_a_model_and_never_sees_its_key_again(api: Api, alice: Person) -> None:
    made = put(api, alice)
    assert made.status_code == 200
    shown = api(alice).get(PRIMARY)
    assert shown.json() == made.json()
    assert (shown.json()["base_url"], shown.json()["has_key"]) == ("https://models.example.com/v1", True)
    assert SECRET not in made.text + shown.text
    assert api(alice).get(SECONDARY).status_code == 404


def test_the_key_is_sealed_in_the_database(api: Api, alice: Person) -> None:
    put(api, alice)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text, api_key FROM organization_models m")
        text, sealed = cursor.fetchone()
    assert SECRET not in text and SECRET.encode() not in bytes(sealed)
    assert OrganizationModel.objects.get().api_key == SECRET


def test_each_change_stands_in_the_audit_without_the_key(api: Api, alice: Person) -> None:
    put(api, alice)
    assert api(alice).delete(PRIMARY).status_code == 204
    assert api(alice).get(PRIMARY).status_code == api(alice).delete(PRIMARY).status_code == 404
    actions = list(AuditRow.objects.filter(action__startswith="organization_model").values_list("action", flat=True))
    assert sorted(actions) == ["organization_model.removed", "organization_model.set"]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MEMBER, Role.VIEWER])
def test_nobody_but_an_owner_comes_near(api: Api, alice: Person, role: Role) -> None:
    put(api, alice)
    dora = colleague("dora", alice, role)
    assert api(dora).get(PRIMARY).status_code == 403
    assert put(api, dora).status_code == 403
    assert api(dora).delete(PRIMARY).status_code == 403


def test_charlie_has_models_of_his_own(api: Api, alice: Person, charlie: Person) -> None:
    put(api, alice)
    assert api(charlie).get(PRIMARY).status_code == 404
    assert put(api, charlie, model="other").json()["model"] == "other"
    assert api(alice).get(PRIMARY).json()["model"] == "gpt-4o"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://models.example.com/v1", "not_https"),
        ("https://127.0.0.1/v1", "private"),
        ("https://inside.example.com/v1", "private"),
        ("https://metadata.example.com", "private"),
        ("https://me:secret@models.example.com", "form"),
        ("models.example.com", "not_https"),
    ],
)
def test_an_address_inside_is_refused(api: Api, alice: Person, names: dict[str, str], url: str, code: str) -> None:
    names |= {
        "inside.example.com": "10.0.0.7",
        "metadata.example.com": "169.254.169.254",
        "127.0.0.1": "127.0.0.1",
    }
    assert complaint(put(api, alice, base_url=url)) == (400, "base_url", code)
    assert not OrganizationModel.objects.exists()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "x"])
def test_so_is_a_port_that_nobody_listens_at(api: Api, alice: Person, port: str) -> None:
    assert complaint(put(api, alice, base_url=f"https://models.example.com:{port}")) == (400, "base_url", "form")


@pytest.mark.parametrize("key", ["a\r\nX: y", "a\nb", "a b", "あ", "sk-\x7f", "é", "a\tb", "\u200b"])
def test_a_key_that_no_header_can_hold_is_refused(api: Api, alice: Person, key: str) -> None:
    assert complaint(put(api, alice, api_key=key)) == (400, "api_key", "form")
    assert not OrganizationModel.objects.exists()


def test_a_refusal_tells_nothing_of_the_network(api: Api, alice: Person, names: dict[str, str]) -> None:
    names["inside.example.com"] = "10.0.0.7"
    assert "10.0.0.7" not in put(api, alice, base_url="https://inside.example.com").text


def test_the_operator_may_allow_private_addresses(api: Api, alice: Person, settings: Settings) -> None:
    settings.PRIVATE_MODEL_ADDRESSES = True
    assert put(api, alice, base_url="http://10.0.0.7:8000/v1").status_code == 200


def test_a_key_goes_to_no_other_address_than_it_was_entered_for(api: Api, alice: Person) -> None:
    put(api, alice)
    kept = {"vendor": "openai", "model": "gpt-5", "base_url": CHOICE["base_url"]}
    assert api(alice).request("PUT", PRIMARY, json=kept).json()["model"] == "gpt-5"
    assert OrganizationModel.objects.get().api_key == SECRET
    elsewhere = api(alice).request("PUT", PRIMARY, json=kept | {"base_url": "https://thief.example.com"})
    other_vendor = api(alice).request("PUT", PRIMARY, json=kept | {"vendor": "anthropic"})
    never = api(alice).request("PUT", SECONDARY, json=kept)
    for answer in (elsewhere, other_vendor, never):
        assert complaint(answer) == (400, "api_key", "missing")


@pytest.mark.django_db(transaction=True)
def test_whoever_sets_it_at_the_same_time_is_answered_too(alice: Person) -> None:
    choice = ModelChoice("openai", "gpt-4o", api_key=SECRET)

    def sets() -> str:
        return set_organization_model(principal=alice.principal, rung="primary", choice=choice).model

    assert at_once(4, sets) == ["gpt-4o"] * 4
    assert OrganizationModel.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"vendor": "made-up"}, "vendor"),
        ({"model": ""}, "model"),
        ({"input_price": -1}, "input_price"),
        ({"x": 1}, "x"),
    ],
)
def test_a_value_that_cant_be_used_is_named(api: Api, alice: Person, change: dict[str, Any], field: str) -> None:
    answer = put(api, alice, **change)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
