"""Anthropic's protocol: the same ladder, the same checks, the same usage."""

from typing import Any

import pytest
from pytest_django import Settings

from apps.transform.providers.ladder import configured_ladder
from apps.transform.story.warm_up import load_models
from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.reading import read
from tests.models.scripted_server import Script
from tonebridge.settings.models import ModelSetting

BODY = {"text": "明日までに直せ。連絡先は sato@example.co.jp だ。", "transformation_type": "soften"}
SOFT = "お手数ですが、明日までに直していただけますか。連絡先は {0} です。"


def soften(message: str) -> str:
    return message.replace("直せ。", "直していただけますか。").replace("だ。", "です。")


@pytest.fixture(autouse=True)
def _anthropic_first(models: Models, settings: Settings) -> None:
    base = models.primary.base_url.removesuffix("/v1")
    settings.LLM_PRIMARY = ModelSetting("anthropic", "first", base, "sk-test", input_price=1.0, output_price=2.0)
    configured_ladder.cache_clear()
    load_models()


def transform(api: Api, alice: Person, number: int = 0) -> dict[str, Any]:
    body = BODY | {"text": f"{BODY['text']}番号は{number}だ。"}
    found: dict[str, Any] = api(alice).post("/api/v1/transform", body).json()
    return found


def test_its_answer_is_a_result_with_usage_and_masks(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=soften)
    found = transform(api, alice)
    assert (found["tier"], found["provider"]["name"], found["degraded"]) == ("primary", "anthropic", False)
    assert "sato@example.co.jp です。" in found["transformed_text"]
    assert b"sato@" not in models.primary.received[0]
    usage = found["usage"]
    assert usage["input_tokens"] == 100 and usage["output_tokens"] > 10
    assert usage["cost_usd"] == pytest.approx((100 + 2 * usage["output_tokens"]) / 1_000_000)


def test_its_answer_streams(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=soften, wire="split", piece_s=0.001)
    found = read(api(alice).post("/api/v1/transform/stream", BODY))
    assert found.shown and found.result["transformed_text"].startswith(found.shown)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (Script(status=529), "unavailable"),
        (Script(status=429, headers={"retry-after": "47"}), "rate_limited"),
        (Script(status=401), "misconfigured"),
        (Script(status=404), "misconfigured"),
        (Script(wire="cut", cut_at=1), "unavailable"),
        (Script(wire="malformed"), "garbled"),
        (Script(wire="silent"), "garbled"),
        (Script(fault="added_url"), "check markup"),
    ],
)
def test_when_it_fails_the_second_model_answers(
    api: Api, alice: Person, models: Models, script: Script, reason: str
) -> None:
    models.primary.script = script
    found = transform(api, alice)
    assert (found["tier"], found["degraded_reason"]) == ("secondary", f"primary: {reason}")


def test_two_objects_share_no_connections(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=soften)
    assert [transform(api, alice, number)["tier"] for number in range(10)] == ["primary"] * 10
