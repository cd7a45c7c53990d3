"""What two readers say of the rules' results is counted once."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from training import message_outputs
from training.first_sight import main

MESSAGES = [
    {"id": "a", "lang": "en", "type": "soften", "text": "Fix the export by Friday."},
    {"id": "b", "lang": "ja", "type": "summarize", "text": "お疲れ様です。15日に在庫が3件合いませんでした。"},
]


def write(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A batch with the rules' outputs."""
    write(tmp_path / "messages.jsonl", MESSAGES)
    message_outputs.main([str(tmp_path)])
    return tmp_path


def graded(folder: Path, first: str, second: str) -> list[str]:
    for reader, grades in ((1, first), (2, second)):
        write(folder / f"grades_{reader}.jsonl", [{"id": i, "grade": g} for i, g in zip("ab", grades, strict=True)])
    return [str(folder), "--kind", "messages", "--record", str(folder / "record.csv")]


def test_readers_are_shown_all_that_a_person_would_see(folder: Path) -> None:
    soften, _summary = [json.loads(line) for line in (folder / "outputs.jsonl").read_text("utf-8").splitlines()]
    assert soften["message"] == MESSAGES[0]["text"] and "Friday" in soften["result"]
    assert (soften["type"], soften["facts"]) == ("soften", "kept") and soften["commit"]


def test_shares_are_of_all_grades_of_both_readers(folder: Path) -> None:
    main(graded(folder, "AD", "BD"))
    (row,) = csv.DictReader((folder / "record.csv").read_text("utf-8").splitlines())
    assert [row[name] for name in ("messages", "a", "b", "c", "d")] == ["2", "0.25", "0.25", "0.0", "0.5"]
    assert (row["least_helped"], row["agreed"]) == ("0.0", "0.5")


def test_a_graded_batch_is_refused_a_second_time(folder: Path) -> None:
    arguments = graded(folder, "AA", "AA")
    main(arguments)
    with pytest.raises(SystemExit, match="was run before"):
        main(arguments)


@pytest.mark.parametrize(("grades", "said"), [("AE", "has the grade 'E'"), ("A", "no grade for b")])
def test_a_missing_or_unknown_grade_is_named(folder: Path, grades: str, said: str) -> None:
    arguments = graded(folder, "AA", "AA")
    write(folder / "grades_2.jsonl", [{"id": i, "grade": g} for i, g in zip("ab", grades, strict=False)])
    with pytest.raises(SystemExit, match=said):
        main(arguments)
