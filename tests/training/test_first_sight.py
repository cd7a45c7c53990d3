"""A batch that nobody has seen is run once, and its figures are kept."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from training.first_sight import main

PAIR = {
    "id": "en-1",
    "lang": "en",
    "type": "soften",
    "style": "minimal",
    "original": "Send the 12 boxes by Friday.",
    "rewritten": "Could you send the 12 boxes by Friday?",
    "mutations": [
        {"kind": "digit", "find": "12 boxes", "replace": "21 boxes"},
        {"kind": "invented_fact", "find": "Friday?", "replace": "Friday, as agreed?"},
    ],
}


def batch(folder: Path, *pairs: dict[str, Any]) -> Path:
    path = folder / "batch.jsonl"
    path.write_text("\n".join(map(json.dumps, pairs)), encoding="utf-8")
    return path


def test_its_figures_are_appended_with_its_checksum(tmp_path: Path) -> None:
    record = tmp_path / "record.csv"
    main([str(batch(tmp_path, PAIR)), "--record", str(record)])
    (row,) = csv.DictReader(record.read_text(encoding="utf-8").splitlines())
    assert (row["pairs"], row["faithful_review"], row["light_review"], row["values_review"]) == (
        "1",
        "0.0",
        "0.0",
        "1.0",
    )
    assert len(row["checksum"]) == 64


def test_it_is_refused_a_second_time_under_another_name_too(tmp_path: Path) -> None:
    path, record = batch(tmp_path, PAIR), tmp_path / "record.csv"
    main([str(path), "--record", str(record)])
    again = path.rename(tmp_path / "fresh.jsonl")
    with pytest.raises(SystemExit, match=r"fresh.jsonl was run before"):
        main([str(again), "--record", str(record)])
    assert len(record.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([], "holds no pairs"),
        ([PAIR, PAIR], "an id twice"),
        ([{"id": "en-1"}], "Line 1 is no pair"),
        ([PAIR | {"mutations": [{"kind": "digit", "find": "13", "replace": "14"}]}], "Line 1: '13' doesn't stand"),
    ],
)
def test_a_batch_that_is_none_says_where_and_leaves_no_row(
    tmp_path: Path, pairs: list[dict[str, Any]], said: str
) -> None:
    record = tmp_path / "record.csv"
    with pytest.raises(SystemExit, match=said):
        main([str(batch(tmp_path, *pairs)), "--record", str(record)])
    assert not record.exists()
