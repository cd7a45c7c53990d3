"""An organization's own models: asked before the operator's, at public addresses alone, each behind a breaker of its own."""

import json
from hashlib import sha256
from typing import Any

import pytest
from pytest_django import Settings

from apps.accounts.queries.signed_claims import own_jwks, verified
from apps.transform.models import Transformation
from apps.transform.records.receipts import KIND
from tests.cast import Person, own_model
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.scripted_server import Script
from tests.models.test_answers_of_models import JAPANESE, soften
from tests.security.test_encryption import keys

OWN = "/api/v1/organization/models/primary"
BODY = {"text": "明日までに直せ。", "transformation_type": "soften"}


def send(api: Api, person: Person, **more: Any) -> dict[str, Any]:
    answer = api(person).post("/api/v1/transform", BODY | more)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def set_own(api: Api, person: Person, url: str, **more: Any) -> None:
    choice = {"vendor": "openai", "model": "mine", "base_url": url, "api_key": "sk-mine", "input_price": 3.0}
    answer = api(person).request("PUT", OWN, json=choice | more)
    assert answer.status_code == 200, answer.text


@pytest.fixture
def private_allowed(settings: Settings) -> None:
    """The scripted servers listen on the loopback."""
    settings.PRIVATE_MODEL_ADDRESSES = True


@pytest.mark.usefixtures("private_allowed")
def test_alices_model_writes_for_alice_and_the_operators_for_charlie(
    api: Api, alice: Person, charlie: Person, models: Models
) -> None:
    set_own(api, alice, models.secondary.base_url)
    found = send(api, alice)
    assert (found["tier"], found["degraded"], found["provider"]["model"]) == ("primary", False, "mine")
    assert found["usage"]["cost_usd"] == pytest.approx(100 * 3.0 / 1_000_000)
    assert (models.primary.calls, models.secondary.calls) == (0, 1)
    assert send(api, charlie)["provider"]["model"] == "first"
    api(alice).delete(OWN)
    assert send(api, alice)["provider"]["model"] == "first"


@pytest.mark.usefixtures("private_allowed")
@pytest.mark.parametrize("key", ["a\r\nX: y", "あ"])
def test_a_key_from_before_that_no_header_can_hold_stops_nobody(
    api: Api, alice: Person, models: Models, key: str
) -> None:
    own_model(alice, base_url=models.secondary.base_url, api_key=key)
    assert send(api, alice)["tier"] in ("primary", "secondary")


@pytest.mark.usefixtures("private_allowed")
def test_an_organizations_model_is_asked_where_the_operator_has_none(
    api: Api, alice: Person, models: Models, settings: Settings
) -> None:
    from apps.transform.providers.ladder import configured_ladder

    settings.LLM_PRIMARY = settings.LLM_SECONDARY = None
    settings.TRANSFORM_RUNGS = ["apps.transform.providers.rules.RulesRung"]
    configured_ladder.cache_clear()
    assert send(api, alice)["tier"] == "rules"
    set_own(api, alice, models.primary.base_url)
    found = send(api, alice)
    assert (found["tier"], found["provider"]["model"]) == ("primary", "mine")
    assert send(api, alice, options={"tier": "rules"})["tier"] == "rules"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_address_that_leads_inside_by_now_is_not_called(api: Api, alice: Person, models: Models, host: str) -> None:
    own_model(alice, base_url=f"https://{host}:{models.primary.port}/v1")
    found = send(api, alice)
    assert (found["tier"], found["degraded_reason"]) == ("secondary", "primary: unavailable")
    assert models.primary.calls == 0


@pytest.mark.usefixtures("private_allowed")
def test_alices_broken_model_is_left_alone_and_charlies_is_not(
    api: Api, alice: Person, charlie: Person, models: Models
) -> None:
    set_own(api, alice, models.secondary.base_url)
    models.secondary.script = Script(status=503)
    reasons = [send(api, alice, text=f"{number}番を直せ。")["degraded_reason"] for number in range(7)]
    assert reasons[0] == "primary: unavailable"
    assert reasons[-1] == "primary: service_unavailable"
    found = send(api, charlie)
    assert (found["tier"], found["degraded"]) == ("primary", False)


@pytest.mark.usefixtures("private_allowed")
def test_a_redirect_of_a_model_is_not_followed(api: Api, alice: Person, models: Models) -> None:
    models.secondary.script = Script(status=307, headers={"location": f"{models.primary.base_url}/chat/completions"})
    set_own(api, alice, models.secondary.base_url)
    assert send(api, alice)["degraded_reason"] is not None
    assert models.primary.calls == 0


def receipt_of(api: Api, person: Person, result: dict[str, Any]) -> dict[str, Any]:
    body = api(person).get(f"/api/v1/transform/{result['id']}/receipt").json()
    return verified(KIND, body["jws"], own_jwks())


def test_a_receipt_holds_what_left_exactly_as_it_arrived(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=soften)
    found = send(api, alice, text=JAPANESE, context={"background": "山田さん(yamada@example.jp)から"})
    left = receipt_of(api, alice, found)["left_the_machine"]
    assert [(each["tier"], each["model"], each["host"], each["answered"]) for each in left] == [
        ("primary", "first", "127.0.0.1", True)
    ]
    arrived = json.loads(models.primary.received[0])["messages"]
    assert left[0]["message"] in arrived[-1]["content"]
    assert left[0]["message_context"] in arrived[0]["content"]
    assert left[0]["sha256"] == sha256(left[0]["message"].encode()).hexdigest()
    assert "tanaka@example.co.jp" not in json.dumps(left) and "yamada@example.jp" not in json.dumps(left)
    assert left[0]["hidden"]["email"] == 2


def test_each_call_that_was_made_is_in_the_receipt_also_where_rules_wrote(
    api: Api, alice: Person, models: Models
) -> None:
    models.primary.script = models.secondary.script = Script(status=503)
    claims = receipt_of(api, alice, send(api, alice))
    assert claims["tier"] == "rules"
    assert [(each["tier"], each["answered"]) for each in claims["left_the_machine"]] == [
        ("primary", False),
        ("secondary", False),
    ]


def test_what_left_is_not_kept_where_nothing_is(api: Api, alice: Person, models: Models) -> None:
    found = send(api, alice, store=False)
    left = receipt_of(api, alice, found)["left_the_machine"]
    assert (left[0]["message"], len(left[0]["sha256"])) == ("", 64)
    assert BODY["text"] not in Transformation.objects.get(id=found["id"]).result


@pytest.mark.usefixtures("private_allowed")
def test_a_key_that_cant_be_opened_costs_nobody_an_answer(
    api: Api, alice: Person, models: Models, settings: Settings
) -> None:
    set_own(api, alice, models.secondary.base_url)
    models.secondary.script = Script(status=401)
    settings.ENCRYPTION_KEYS = keys("another")
    found = send(api, alice)
    assert (found["tier"], found["degraded_reason"]) == ("rules", "primary: misconfigured")
