"""Where a witness is asked, and by whom: rules, variants, organizations' own models, streams, vendors, what is kept."""

import json
from collections.abc import Callable

import pytest
from pytest_django import Settings

from apps.transform.providers import schema_use
from apps.transform.providers.schema_use import DECLINED
from apps.transform.repeats import repeats
from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.reader_model import both, said
from tests.models.reading import read
from tests.models.scripted_server import Script
from tests.models.test_own_models import receipt_of, set_own
from tests.models.test_witness import (
    CALM,
    SAME,
    TEXT,
    TURNED,
    everything_kept,
    looks,
    reader,
    reads,
    sent,
    verify,
    writes,
)
from tests.passing_time import PassingTime
from tests.running_listener import RunningListener
from tonebridge.settings.models import ModelSetting

__all__ = ["reader", "verify"]


def test_a_receipt_names_who_read_and_what_they_were_shown(
    api: Api, alice: Person, models: Models, reader: ModelSetting
) -> None:
    models.primary.script = writes(CALM)
    models.secondary.script = reads(everything_kept)
    claims = receipt_of(api, alice, sent(api, alice))
    assert claims["checked"] == "values and meaning"
    assert [(each["tier"], each["model"]) for each in claims["left_the_machine"]] == [
        ("primary", "first"),
        ("witness", "reader"),
    ]
    assert (
        claims["left_the_machine"][1]["message"] in json.loads(models.secondary.received[0])["messages"][-1]["content"]
    )


def test_what_rules_wrote_is_read_too_where_a_model_is_named(
    api: Api, alice: Person, models: Models, reader: ModelSetting
) -> None:
    models.primary.script = Script(status=503)
    models.secondary.script = reads(lambda seen: said(seen, {"本番": ("changed", seen.rewritten[:6])}))
    found = sent(api, alice)
    assert (found["tier"], found["facts"]["status"]) == ("rules", "review")
    assert any("本番" in text for text in looks(found, "changed"))


def test_what_rules_wrote_nobody_reads_who_only_reads_what_he_wrote(
    api: Api, alice: Person, models: Models, verify: Callable[[ModelSetting | str | None], None]
) -> None:
    verify(SAME)
    models.primary.script = models.secondary.script = Script(status=503)
    found = sent(api, alice)
    assert (found["tier"], found["facts"]["checked"]) == ("rules", "values")
    assert (models.primary.calls, models.secondary.calls) == (1, 1)


def test_who_wants_rules_alone_has_no_model_read(api: Api, alice: Person, models: Models, reader: ModelSetting) -> None:
    found = sent(api, alice, options={"tier": "rules"})
    assert (found["tier"], models.primary.calls, models.secondary.calls) == ("rules", 0, 0)


def test_variants_cost_no_reading(api: Api, alice: Person, models: Models, reader: ModelSetting) -> None:
    models.primary.script = writes(CALM)
    models.secondary.script = reads(everything_kept)
    found = sent(api, alice, options={"variants": True})
    assert len(found["variants"]) == 3
    assert models.secondary.calls == 1


def test_an_organizations_own_model_reads_what_it_wrote_and_the_operators_never(
    api: Api, alice: Person, models: Models, reader: ModelSetting, settings: Settings
) -> None:
    settings.PRIVATE_MODEL_ADDRESSES = True
    set_own(api, alice, models.primary.base_url)
    models.primary.script = Script(writes=both(lambda _message: TURNED, everything_kept))
    found = sent(api, alice)
    assert (found["facts"]["checked"], found["facts"]["checked_by"]) == ("values and meaning", "openai:mine")
    assert (models.primary.calls, models.secondary.calls) == (2, 0)
    models.primary.script = Script(status=503)
    assert sent(api, alice, f"{TEXT}至急。")["tier"] == "rules"
    assert models.secondary.calls == 0


def test_of_a_streamed_answer_only_the_text_is_shown(
    api: Api, alice: Person, models: Models, verify: Callable[[ModelSetting | str | None], None]
) -> None:
    verify(SAME)
    models.primary.script = Script(writes=both(lambda _message: CALM, everything_kept), piece_s=0.01)
    answer = api(alice).post("/api/v1/transform/stream", {"text": TEXT, "transformation_type": "soften"})
    told = read(answer)
    assert told.shown and told.result["transformed_text"].startswith(told.shown)
    assert told.result["facts"]["checked"] == "values and meaning"


def test_an_answer_is_held_to_its_form_where_the_model_can_be(
    api: Api, alice: Person, models: Models, reader: ModelSetting
) -> None:
    models.primary.script = writes(CALM)
    models.secondary.script = reads(everything_kept)
    sent(api, alice)
    asked = json.loads(models.secondary.received[0])
    assert asked["response_format"]["json_schema"]["schema"]["required"] == ["claims", "beyond"]
    assert "response_format" not in json.loads(models.primary.received[0])


def with_a_form(models: Models) -> list[bool]:
    return ["response_format" in json.loads(body) for body in models.secondary.received]


def test_one_that_cant_be_held_to_a_form_is_asked_without_for_a_while(
    api: Api,
    alice: Person,
    models: Models,
    reader: ModelSetting,
    still_time: PassingTime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(schema_use, "FREE_S", 60.0)  # an hour is longer than a sign-in lasts
    models.primary.script = writes(CALM)
    free = reads(lambda seen: f"```json\n{said(seen)}\n```")
    models.secondary.scripts = [Script(status=400), free] * DECLINED
    models.secondary.script = free
    checked = [sent(api, alice, f"{TEXT}{' ' * at}")["facts"]["checked"] for at in range(DECLINED + 1)]
    assert checked == ["values and meaning"] * (DECLINED + 1)
    assert with_a_form(models) == [True, False] * DECLINED + [False]
    still_time.pass_s(60)
    sent(api, alice, f"{TEXT}。")
    assert with_a_form(models)[-1]


def test_one_message_taken_without_a_form_changes_nothing_for_the_next(
    api: Api, alice: Person, models: Models, reader: ModelSetting
) -> None:
    models.primary.script = writes(CALM)
    models.secondary.scripts = [Script(status=400)]
    models.secondary.script = reads(said)
    for text in (TEXT, f"{TEXT} "):
        sent(api, alice, text)
    assert with_a_form(models) == [True, False, True]


def test_one_that_declines_a_message_is_held_to_the_form_with_the_next(
    api: Api, alice: Person, models: Models, reader: ModelSetting
) -> None:
    models.primary.script = writes(CALM)
    models.secondary.scripts = [Script(status=400), Script(status=400)]
    models.secondary.script = reads(said)
    checked = [sent(api, alice, text)["facts"]["checked"] for text in (TEXT, f"{TEXT} ")]
    assert checked == ["values", "values and meaning"]
    assert ["response_format" in json.loads(body) for body in models.secondary.received] == [True, False, True]


def test_anthropics_models_are_held_to_it_in_their_own_way(
    api: Api, alice: Person, models: Models, verify: Callable[[ModelSetting | str | None], None]
) -> None:
    verify(ModelSetting("anthropic", "claude", models.secondary.base_url.removesuffix("/v1"), "sk-read"))
    models.primary.script = writes(CALM)
    models.secondary.script = reads(everything_kept)
    assert sent(api, alice)["facts"]["checked_by"] == "anthropic:claude"
    assert json.loads(models.secondary.received[0])["output_config"]["format"]["type"] == "json_schema"


def test_an_answer_that_nobody_read_isnt_given_to_who_wants_it_read(
    listening: RunningListener,
    api: Api,
    alice: Person,
    models: Models,
    verify: Callable[[ModelSetting | str | None], None],
) -> None:
    listening.wait()
    models.primary.script = Script(writes=both(lambda _message: CALM, everything_kept))
    first = sent(api, alice)
    verify(SAME)
    repeats.memory.forget("*")  # as a process that was started with the other setting
    second, third = sent(api, alice), sent(api, alice)
    assert [found["facts"]["checked"] for found in (first, second, third)] == [
        "values",
        "values and meaning",
        "values and meaning",
    ]
    assert [found["cached"] for found in (first, second, third)] == [False, False, True]
