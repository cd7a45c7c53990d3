"""A good model's answers that nobody has seen are played once through the whole ladder, and their figures are kept."""

import csv
import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from apps.transform.contracts import TransformationType, TransformRequest
from apps.transform.providers.ladder import Ladder
from apps.transform.providers.rules import RulesRung
from apps.transform.story import pipeline
from tests.models.scripted_server import Script
from training import first_sight, model_prompts, playing
from training.played import Played, read_batch
from training.playing import Outcome
from training.sight_of_models import Seen, sight_of

MESSAGES: list[dict[str, Any]] = [
    {
        "id": "en-1",
        "lang": "en",
        "type": "soften",
        "intensity": 1,
        "text": "Mr. Kowalski, send the 12 boxes to dana@example.com by Friday. I said so twice.",
        "reader": "sales",
        "context": "Mr. Kowalski runs the warehouse.",
    },
    {"id": "ja-1", "lang": "ja", "type": "soften", "text": "田中さん、42件の取り込みを直せ。設定は変更するな。"},
]
GOOD = {
    "en-1": "Mr. Kowalski, could you please send the 12 boxes to dana@example.com by Friday? I mentioned it twice.",
    "ja-1": "田中さん、42件の取り込みを直していただけますか。設定は変更しないでください。",
}
STRENGTH = "How far to go: only the hurtful words"
"""Of the first message's intensity."""
FAULTY = {"id": "ja-1", "find": "42", "replace": "24", "error": "digit"}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, *rows: dict[str, Any]) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


GO = TransformRequest("Go.", TransformationType.SOFTEN, language="en")


def outcome_of(text: str, *, calls: int = 1, shown: str = "") -> Outcome:
    """A model's result."""
    result = pipeline.run(GO, ladder=Ladder((RulesRung(),)))
    return Outcome(calls, shown, replace(result, tier="primary", transformed_text=text))


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Messages and what a model would be told of them."""
    folder = tmp_path / "batch"
    folder.mkdir()
    write(folder / "messages.jsonl", *MESSAGES)
    model_prompts.main([str(folder / "messages.jsonl"), str(folder / "prompts.jsonl")])
    return folder


def masked(batch: Path, name: str, text: str) -> str:
    """As somebody writes it who was shown the prompt alone."""
    (masks,) = [line["masks"] for line in lines(batch / "prompts.masks.jsonl") if line["id"] == name]
    for mark, value in masks.items():
        text = text.replace(value, mark)
    return text


def answer(batch: Path, good: dict[str, str], faulty: dict[str, str]) -> None:
    rows = [{"id": name, "answer": masked(batch, name, text)} for name, text in good.items()]
    for row in rows:
        if row["id"] == faulty["id"]:
            row |= {"faulty": row["answer"].replace(faulty["find"], faulty["replace"]), "error": faulty["error"]}
    write(batch / "answers.jsonl", *rows)


def play(batch: Path, *more: str) -> dict[str, str]:
    """The row of a batch that is played."""
    record = batch.parent / "record.csv"
    first_sight.main([str(batch), "--kind", "model", "--record", str(record), *more])
    with record.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))[-1]


def test_whoever_answers_is_told_what_a_model_is_told_and_no_hidden_value(batch: Path) -> None:
    told = (batch / "prompts.jsonl").read_text(encoding="utf-8")
    first, second = lines(batch / "prompts.jsonl")
    assert ([*first], first["id"], second["id"]) == (["id", "system", "user"], "en-1", "ja-1")
    assert (
        "To: sales" in first["system"]
        and STRENGTH in first["system"]
        and "12 boxes" in first["user"]
        and "日本語で" in second["system"]
    )
    assert not [hidden for hidden in ("Kowalski", "dana@", "田中") if hidden in told]
    (mark,) = [mark for mark, value in lines(batch / "prompts.masks.jsonl")[0]["masks"].items() if value == "Kowalski"]
    assert mark in first["user"] and mark in first["system"]


def test_good_answers_are_accepted_as_written_and_a_faulty_one_is_noticed(batch: Path) -> None:
    answer(batch, GOOD, FAULTY)
    row = play(batch)
    assert (row["messages"], row["accepted"], row["retried"], row["instead"]) == ("2", "2", "0", "0")
    assert (row["refused_by"], row["look"], row["contradicted"]) == ("", "0", "0")
    assert (row["faulty"], row["faulty_refused"], row["noticed"], row["told_apart"]) == ("1", "1", "1", "1")
    assert (row["missed"], len(row["checksum"])) == ("", 64)


def test_an_error_that_only_may_be_one_is_noticed_and_one_that_nobody_sees_is_named(batch: Path) -> None:
    answer(batch, GOOD, {"id": "ja-1", "find": "変更しないで", "replace": "変更して", "error": "negation_lost"})
    row = play(batch)
    assert (row["faulty_refused"], row["noticed"], row["missed"]) == ("0", "1", "")
    answer(batch, GOOD, {"id": "en-1", "find": "could you please", "replace": "would you", "error": "manners"})
    row = play(batch)
    assert (row["noticed"], row["missed"]) == ("0", "manners 1")


def test_a_good_answer_that_is_refused_is_asked_for_again_and_told_by_check(batch: Path) -> None:
    answer(batch, GOOD | {"ja-1": GOOD["ja-1"].replace("42", "24")}, FAULTY | {"find": "24", "replace": "42"})
    details = batch.parent / "details.jsonl"
    row = play(batch, "--details", str(details))
    assert (row["accepted"], row["instead"], row["refused_by"]) == ("1", "1", "facts number changed 1")
    told = lines(details)[1]
    assert (told["id"], told["calls"], told["complaint"], told["as_written"]) == ("ja-1", 2, "facts", False)
    assert "42" in told["result"]


def test_an_answer_that_loses_a_mark_is_refused_by_the_check_of_marks(batch: Path) -> None:
    answer(batch, GOOD | {"en-1": GOOD["en-1"].replace(" to dana@example.com", "")}, FAULTY)
    assert play(batch)["refused_by"] == "tokens 1"


def test_a_batch_is_played_once_under_another_name_too(batch: Path) -> None:
    answer(batch, GOOD, FAULTY)
    play(batch)
    again = batch.rename(batch.parent / "fresh")
    with pytest.raises(SystemExit, match="fresh was run before"):
        play(again)
    assert len((again.parent / "record.csv").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ({"id": "ja-1"}, "line 2: the keys are id, not id, answer"),
        ({"id": "ja-1", "answer": " "}, "line 2: a value is empty or no text"),
        ({"id": "ja-2", "answer": "x"}, "line 2: no message was exported as 'ja-2'"),
        ({"id": "en-1", "answer": "x"}, "line 2: the id 'en-1' is there twice"),
        ({"id": "ja-1", "answer": "x", "error": "digit"}, "line 2: `faulty` and `error` stand together"),
        ({"id": "ja-1", "answer": "x", "faulty": "x", "error": "digit"}, "line 2: the faulty answer is the good one"),
        ({"id": "ja-1", "answer": "x"}, "has no faulty answer"),
    ],
)
def test_answers_that_are_none_are_told_with_their_line_and_leave_no_row(
    batch: Path, second: dict[str, Any], said: str
) -> None:
    write(batch / "answers.jsonl", {"id": "en-1", "answer": "x"}, second)
    with pytest.raises(SystemExit, match=said):
        play(batch)
    assert not (batch.parent / "record.csv").exists()


def test_a_message_without_an_answer_is_named(batch: Path) -> None:
    write(batch / "answers.jsonl", {"id": "en-1", "answer": "x"})
    with pytest.raises(SystemExit, match="no answer to ja-1"):
        play(batch)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2 is no JSON"),
        ('{"id": 7}', "line 2 is no object with an `id`"),
        ('{"id": "x", "lang": "en", "type": "soften"}', "line 2 is no message: KeyError"),
        (
            '{"id": "x", "lang": "en", "type": "sften", "text": "Go."}',
            "line 2 is no message: transformation_type: This",
        ),
        ('{"id": "x", "lang": "en", "type": "soften", "text": "Go.", "context": 7}', "line 2 is no message"),
    ],
)
def test_a_message_that_the_api_would_not_take_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text(f"{json.dumps(MESSAGES[0])}\n{line}", encoding="utf-8")
    with pytest.raises(SystemExit, match=said):
        model_prompts.main([str(path), str(tmp_path / "prompts.jsonl")])
    assert not (tmp_path / "prompts.jsonl").exists()


def test_answers_keep_their_values_whatever_marks_a_later_prompt_has(batch: Path) -> None:
    answer(batch, GOOD, FAULTY)
    assert [played.answer for played in read_batch(batch)] == list(GOOD.values())


@pytest.mark.parametrize(
    ("shown", "is_contradicted"),
    [("", False), (" Could you go?", False), ("Could you go? \n", False), ("Could you stay?", True)],
)
def test_a_result_contradicts_what_was_shown_where_it_does_not_begin_with_it(shown: str, is_contradicted: bool) -> None:
    assert outcome_of("Could you go?\n\nThanks.", shown=shown).contradicts is is_contradicted


def test_an_answer_that_passes_when_it_is_asked_for_again_counts_as_that() -> None:
    played = Played("en-1", GO, "Could you go?")
    sight = sight_of([Seen(played, played.answer, outcome_of(played.answer, calls=2))], [], "0" * 64)
    assert (sight.accepted, sight.retried, sight.instead, sight.refused_by) == (0, 1, 0, "nothing at first 1")


def test_a_model_that_is_not_heard_is_no_refusal_and_leaves_no_row(
    batch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(batch, GOOD, FAULTY)
    monkeypatch.setattr(playing, "Script", partial(Script, status=500))
    with pytest.raises(SystemExit, match=r"wasn't heard \(primary: unavailable\)"):
        play(batch)
    assert not (batch.parent / "record.csv").exists()
