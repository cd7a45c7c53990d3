"""Processes that remember: another prompt and another model are felt by the next message, also by one that is a repeat."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from apps.transform.actions.add_prompt_version import add_prompt_version
from apps.transform.actions.choose_prompt import choose_prompt
from apps.transform.actions.label_prompt import label_prompt, roll_back_prompt
from apps.transform.contracts import ChosenPrompt, OwnModel
from apps.transform.providers import writers
from apps.transform.providers.models import ModelRung
from apps.transform.providers.writers import OwnRungs, writers_of
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.models.conftest import Models
from tests.models.scripted_server import Script
from tests.models.test_answers_of_models import soften
from tests.models.test_prompts import SOFTEN, content
from tests.passing_time import PassingTime
from tests.running_listener import RunningListener
from tests.transform.test_ladder import FakeModel
from tonebridge.ids import uuid7
from tonebridge.settings.models import ModelSetting

pytestmark = pytest.mark.django_db(transaction=True)
BODY = {"text": "明日までに必ず直せ。", "transformation_type": "soften"}


@pytest.fixture
def door(listening: RunningListener, api: Api, alice: Person, models: Models) -> FrontDoor:
    models.primary.script = models.secondary.script = Script(writes=soften)
    listening.wait()
    return api(alice)


def ask(door: FrontDoor) -> dict[str, Any]:
    answer = door.post("/api/v1/transform", BODY)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def added() -> None:
    add_prompt_version(prompt=ChosenPrompt(SOFTEN, "ja", "2", content("ひまわり")))


def to_production(_alice: Person) -> None:
    label_prompt(kind=SOFTEN, language="ja", label="production", version="2")


def to_alice(alice: Person) -> None:
    choose_prompt(organization_id=alice.organization.id, kind=SOFTEN, language="ja", version="2")


@pytest.mark.parametrize("change", [to_production, to_alice])
def test_a_repeat_is_made_anew_when_its_prompt_has_changed(
    listening: RunningListener, door: FrontDoor, alice: Person, change: Callable[[Person], None]
) -> None:
    added()
    first, again = ask(door), ask(door)
    assert (again["cached"], again["id"]) == (True, first["id"])
    change(alice)
    listening.wait()
    changed = ask(door)
    assert (changed["cached"], changed["provider"]["prompt_version"]) == (False, "soften.ja.2+frame.1")
    assert ask(door)["cached"]


def test_rolling_back_is_felt_at_once(listening: RunningListener, door: FrontDoor, alice: Person) -> None:
    added()
    to_production(alice)
    listening.wait()
    assert ask(door)["provider"]["prompt_version"] == "soften.ja.2+frame.1"
    roll_back_prompt(kind=SOFTEN, language="ja", label="production")
    listening.wait()
    assert ask(door)["provider"]["prompt_version"] == "soften.ja.1+frame.1"


def test_a_repeat_is_made_anew_when_the_organization_has_another_model(
    listening: RunningListener, door: FrontDoor, models: Models, settings: Settings
) -> None:
    settings.PRIVATE_MODEL_ADDRESSES = True
    assert ask(door)["provider"]["model"] == "first"
    choice = {"vendor": "openai", "model": "mine", "base_url": models.secondary.base_url, "api_key": "sk-mine"}
    assert door.request("PUT", "/api/v1/organization/models/primary", json=choice).status_code == 200
    listening.wait()
    assert ask(door)["provider"]["model"] == "mine"
    door.delete("/api/v1/organization/models/primary")
    listening.wait()
    assert ask(door)["provider"]["model"] == "first"


def test_who_writes_is_read_once_and_then_remembered(listening: RunningListener, door: FrontDoor) -> None:
    ask(door)
    with CaptureQueriesContext(connection) as queries:
        door.post("/api/v1/transform", BODY | {"text": "明後日までに必ず直せ。"})
    read = [query["sql"] for query in queries if "organization_models" in query["sql"] or "prompt_" in query["sql"]]
    assert read == []


def test_connections_of_a_model_that_was_let_go_are_closed_when_its_calls_have_ended(
    door: FrontDoor, passing_time: PassingTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing_time.stand_still()
    closed: list[str] = []

    class Gone(ModelRung):
        async def close(self) -> None:
            closed.append(self.setting.model)

    setting, alice = ModelSetting("openai", "mine"), uuid7()
    monkeypatch.setattr(writers, "_rung", lambda *_: Gone("primary", setting, FakeModel()))
    own = OwnModel("primary", "openai", "mine", "", "sk", 0.0, 0.0)
    rungs = OwnRungs()
    assert rungs.of(alice, own) is rungs.of(alice, own)
    rungs.drop(str(alice))
    passing_time.pass_s(writers.LONGEST_CALL_S - 1)
    door.run(swept(rungs))
    assert closed == []
    passing_time.pass_s(1)
    door.run(swept(rungs))
    assert closed == ["mine"]


def test_a_model_that_gave_way_to_others_is_made_anew_before_its_connections_go(
    listening: RunningListener,
    door: FrontDoor,
    alice: Person,
    models: Models,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.PRIVATE_MODEL_ADDRESSES = True
    choice = {"vendor": "openai", "model": "mine", "base_url": models.secondary.base_url, "api_key": "sk-mine"}
    door.request("PUT", "/api/v1/organization/models/primary", json=choice)
    listening.wait()
    ask(door)
    organization_id = alice.organization.id
    before = writers_of(organization_id).rungs["primary"]
    monkeypatch.setattr(writers, "MOST_RUNGS", 1)
    writers.rungs.of(uuid7(), OwnModel("primary", "openai", "another", "", "sk", 0.0, 0.0))
    after = writers_of(organization_id).rungs["primary"]
    assert after is not before
    assert writers_of(organization_id).rungs["primary"] is after


async def swept(rungs: OwnRungs) -> None:
    rungs.sweep()
    await asyncio.sleep(0)
