"""Prompts: versions, labels, rolling back, and organizations with another one; told to models from the next message on."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from apps.accounts.models import AuditRow
from apps.transform.actions.add_prompt_version import add_prompt_version
from apps.transform.actions.choose_prompt import choose_prompt, unchoose_prompt
from apps.transform.actions.label_prompt import label_prompt, roll_back_prompt
from apps.transform.contracts import ChosenPrompt, Language, TransformationType
from apps.transform.models import PromptVersion
from apps.transform.providers.ladder import configured_ladder
from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.scripted_server import Script
from tonebridge.errors import AlreadyExists, Conflict, NotFound, ValidationFailed
from tonebridge.ids import uuid7

SOFTEN = TransformationType.SOFTEN
BODY = {"text": "明日までに直せ。", "transformation_type": "soften"}
CONTENT = """---
version: whatever
variables: []
strengths:
  1: "弱く"
  2: "ふつうに"
  3: "強く"
---
合言葉は{word}。やわらかく書き直してください。
"""


def content(word: str) -> str:
    return CONTENT.replace("{word}", word)


def added(version: str, word: str, language: Language = "ja") -> None:
    add_prompt_version(prompt=ChosenPrompt(SOFTEN, language, version, content(word)))


def told(api: Api, person: Person, models: Models) -> tuple[str, str]:
    """The system prompt that the model was given for a message, and the version that the result names."""
    answer = api(person).post("/api/v1/transform", BODY).json()
    system = json.loads(models.primary.received[-1])["messages"][0]["content"]
    return system, answer["provider"]["prompt_version"]


def production(version: str) -> None:
    label_prompt(kind=SOFTEN, language="ja", label="production", version=version)


def test_what_is_in_production_is_told_and_named(api: Api, alice: Person, models: Models) -> None:
    added("2", "ひまわり")
    assert "ひまわり" not in told(api, alice, models)[0]
    production("2")
    system, version = told(api, alice, models)
    assert "ひまわり" in system
    assert version == "soften.ja.2+frame.1"


def test_a_candidate_is_told_to_nobody(api: Api, alice: Person, models: Models) -> None:
    added("2", "ひまわり")
    label_prompt(kind=SOFTEN, language="ja", label="candidate", version="2")
    assert "ひまわり" not in told(api, alice, models)[0]


def test_rolling_back_takes_one_step_and_names_it(api: Api, alice: Person, models: Models) -> None:
    added("2", "ひまわり")
    added("3", "あさがお")
    production("2")
    production("3")
    assert roll_back_prompt(kind=SOFTEN, language="ja", label="production") == "2"
    assert told(api, alice, models)[1] == "soften.ja.2+frame.1"
    production("file")
    assert told(api, alice, models)[1] == "soften.ja.1+frame.1"
    with pytest.raises(Conflict):
        roll_back_prompt(kind=SOFTEN, language="en", label="production")


def test_an_organization_may_have_another_one(api: Api, alice: Person, charlie: Person, models: Models) -> None:
    added("2", "ひまわり")
    added("3", "あさがお")
    production("2")
    choose_prompt(organization_id=alice.organization.id, kind=SOFTEN, language="ja", version="3")
    assert told(api, alice, models)[1] == "soften.ja.3+frame.1"
    assert told(api, charlie, models)[1] == "soften.ja.2+frame.1"
    choose_prompt(organization_id=alice.organization.id, kind=SOFTEN, language="ja", version="file")
    assert told(api, alice, models)[1] == "soften.ja.1+frame.1"
    unchoose_prompt(organization_id=alice.organization.id, kind=SOFTEN, language="ja")
    assert told(api, alice, models)[1] == "soften.ja.2+frame.1"


@pytest.mark.parametrize(
    "spoiled",
    ["no front matter", content("x").replace("  2:", "  7:"), content("{made_up}"), content("{sender}"), content("{")],
)
def test_a_prompt_that_no_model_could_be_told_is_refused(alice: Person, spoiled: str) -> None:
    with pytest.raises(ValidationFailed):
        add_prompt_version(prompt=ChosenPrompt(SOFTEN, "ja", "2", spoiled))


def test_a_version_is_named_once_and_not_as_the_products_own(alice: Person) -> None:
    added("2", "ひまわり")
    for taken in ("2", "1", "file"):
        with pytest.raises(AlreadyExists):
            added(taken, "あさがお")
    with pytest.raises(NotFound):
        production("9")


def test_every_move_is_in_the_audit(alice: Person) -> None:
    added("2", "ひまわり")
    production("2")
    roll_back_prompt(kind=SOFTEN, language="ja", label="production")
    choose_prompt(organization_id=alice.organization.id, kind=SOFTEN, language="ja", version="2")
    unchoose_prompt(organization_id=alice.organization.id, kind=SOFTEN, language="ja")
    actions = AuditRow.objects.filter(action__contains="prompt").values_list("action", "organization_id")
    assert [action for action, _ in actions.order_by("at")] == [
        "prompt.added",
        "prompt.labelled",
        "prompt.rolled_back",
        "organization_prompt.chosen",
        "organization_prompt.removed",
    ]
    assert [who == alice.organization.id for _, who in actions.order_by("at")] == [False] * 3 + [True] * 2


def command(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_the_command_adds_labels_rolls_back_and_chooses(
    api: Api, alice: Person, models: Models, tmp_path: Path
) -> None:
    file = tmp_path / "prompt.md"
    file.write_text(content("ひまわり"), encoding="utf-8")
    command("prompts", "add", "soften", "ja", "2", str(file), "--note", "shorter")
    command("prompts", "label", "soften", "ja", "2")
    assert "soften.ja: file (1), 2  production=2" in command("prompts", "list")
    assert "is file again" in command("prompts", "rollback", "soften", "ja")
    command("prompts", "choose", str(alice.organization.id), "soften", "ja", "2")
    assert "ひまわり" in told(api, alice, models)[0]
    assert f"organization {alice.organization.id}: soften.ja=" in command("prompts", "list")
    command("prompts", "unchoose", str(alice.organization.id), "soften", "ja")
    assert "organization " not in command("prompts", "list")
    assert "ひまわり" not in told(api, alice, models)[0]
    with pytest.raises(CommandError, match="no version"):
        command("prompts", "label", "soften", "ja", "9")
    with pytest.raises(CommandError, match="no organization"):
        command("prompts", "choose", str(uuid7()), "soften", "ja", "file")


def test_a_file_that_is_no_prompt_is_told_what_it_lacks(alice: Person, tmp_path: Path) -> None:
    path = tmp_path / "prompt.md"
    path.write_text("Be nice.", encoding="utf-8")
    with pytest.raises(CommandError, match="has to begin with front matter"):
        command("prompts", "add", "soften", "ja", "2", str(path))


def test_a_prompt_that_says_something_twice_is_told_where(alice: Person, tmp_path: Path) -> None:
    path = tmp_path / "prompt.md"
    path.write_text(content("ひまわり").replace("---\n", "---\nversion: 3\n", 1), encoding="utf-8")
    with pytest.raises(CommandError, match=r"version is there twice(.|\n)*line 3"):
        command("prompts", "add", "soften", "ja", "2", str(path))


MESSAGES = ["明日までに直せ。", "17時までに送れ。", "3件を直せ。"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [{"id": n, "text": text, "transformation_type": "soften"} for n, text in enumerate(MESSAGES)]
    path = tmp_path / "messages.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def both(file: Path) -> Path:
    """The same messages, and one in English."""
    row = json.dumps({"text": "Fix it today.", "transformation_type": "soften"})
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{row}", encoding="utf-8")
    return file


def polite(message: str) -> str:
    return message.replace("直せ。", "直していただけますか。").replace("送れ。", "送っていただけますか。")


def test_versions_are_compared_by_what_passes_what_is_kept_how_polite_and_what_it_costs(
    alice: Person, models: Models, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added("2", "ひまわり")
    models.primary.scripts = [
        *[Script(writes=polite)] * 3,
        Script(writes=polite),
        *[Script(writes=lambda text: polite(text).replace("17時", "18時"))] * 2,
        Script(writes=polite),
    ]
    lines = command("compare_prompts", "--json", "--file", str(file), "--versions", "file", "2").splitlines()
    first, second = (json.loads(line) for line in lines)
    assert (first["version"], first["messages"], first["passed"], first["pass_rate"]) == ("file", 3, 3, 1.0)
    assert (second["version"], second["messages"], second["passed"]) == ("2", 3, 2)
    assert second["failures"] == {"primary: check facts": 1}
    assert first["politeness_shift"] > 0
    assert 0 < first["kept_percent"] < 100
    assert second["cost_usd"] > first["cost_usd"] > 0
    assert "[########################] 3/3" in capsys.readouterr().err


def test_the_table_is_one_that_people_read(alice: Person, models: Models, file: Path) -> None:
    models.primary.script = Script(writes=polite)
    model, _, head, row, *_notes = command("compare_prompts", "--file", str(file), "--versions", "file").splitlines()
    assert model == "model: openai:first"
    assert head.split("  ")[0] == "version"
    assert "100.0 %" in row and "$0.0" in row


def test_the_table_says_what_it_does_not_know(alice: Person, models: Models, both: Path, settings: Settings) -> None:
    settings.LLM_PRIMARY = replace(settings.LLM_PRIMARY, input_price=0.0, output_price=0.0)
    configured_ladder.cache_clear()
    added("2", "ひまわり")
    models.primary.script = Script(writes=lambda _text: "すみません、できません。")
    shown = command("compare_prompts", "--file", str(both), "--versions", "2")
    (row,) = [line for line in shown.splitlines() if line.startswith("2 ")]
    assert row.split("  ", 1)[1].split() == ["3", "of", "4", "0", "0.0", "%", "–", "–", "–", "–"]
    assert "2: 3 × primary: check" in shown
    assert "cost: not known" in shown and "… of 4" in shown


def test_a_label_that_is_on_nothing_is_no_version(alice: Person, models: Models, file: Path) -> None:
    with pytest.raises(CommandError, match=r"no version 'candidate' .*soften\.ja"):
        command("compare_prompts", "--file", str(file), "--versions", "candidate")


def test_production_is_the_products_own_where_nothing_was_labelled(alice: Person, models: Models, both: Path) -> None:
    added("2", "ひまわり")
    production("2")
    models.primary.script = Script(writes=polite)
    figures = json.loads(command("compare_prompts", "--json", "--file", str(both), "--versions", "production"))
    assert figures["messages"] == 4
    systems = [json.loads(body)["messages"][0]["content"] for body in models.primary.received]
    assert ["ひまわり" in system for system in systems] == [True, True, True, False]


@pytest.mark.parametrize(
    ("line", "complaint"), [("nonsense", "line 1"), ('{"text": "x"}', "transformation_type"), ("", "no messages")]
)
def test_a_file_that_cant_be_used_is_named(
    alice: Person, models: Models, tmp_path: Path, line: str, complaint: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(CommandError, match=complaint):
        command("compare_prompts", "--file", str(path), "--versions", "file")


def test_without_a_model_there_is_nothing_to_compare(alice: Person, file: Path) -> None:
    with pytest.raises(CommandError, match="LLM_PRIMARY"):
        command("compare_prompts", "--file", str(file), "--versions", "file")


def test_a_slow_model_is_waited_for_where_nobody_else_waits(
    alice: Person, models: Models, file: Path, settings: Settings
) -> None:
    settings.LLM_FIRST_TOKEN_S = 0.05
    models.primary.script = Script(writes=polite, latency_s=0.3)
    figures = json.loads(command("compare_prompts", "--json", "--file", str(file), "--versions", "file"))
    assert (figures["passed"], figures["failures"]) == (3, {})


def test_a_prompt_that_has_stopped_fitting_is_replaced_by_the_products_own(
    api: Api, alice: Person, models: Models
) -> None:
    added("2", "ひまわり")
    production("2")
    PromptVersion.objects.update(content=content("{made_up}"))
    assert told(api, alice, models)[1] == "soften.ja.1+frame.1"
