"""Docs name figures of first sight as they stand in the records, and no others."""

import csv
from pathlib import Path

import pytest

from tests.training.test_first_sight import PAIR, batch
from training import first_sight, sight_table
from training.sight_record import seen
from training.sight_table import README, RECORDS, table, with_figures

PAGE = "Before.\n<!-- first sight of pairs -->\nOld.\n<!-- end -->\nBetween.\n<!-- first sight of model -->\n<!-- end -->\n"


def test_the_page_has_the_figures_of_the_records() -> None:
    page = README.read_text(encoding="utf-8")
    assert page == with_figures(page), "run python -m training.sight_table"
    assert all(f"<!-- first sight of {kind} -->" in page for kind in RECORDS)


def test_a_table_has_the_last_three_batches_and_their_spread() -> None:
    rows = [
        {"date": f"2026-01-0{n}", "commit": "c", "checksum": f"{n}" * 64, "review": f"0.{n}", "refused_by": "length 1"}
        for n in range(1, 5)
    ]
    assert table(rows).splitlines() == [
        "| figure | 2026-01-02, c | 2026-01-03, c | 2026-01-04, c | spread |",
        "| --- | --- | --- | --- | --- |",
        "| checksum | 22222222 | 33333333 | 44444444 |  |",
        "| review | 0.2 | 0.3 | 0.4 | 0.2–0.4 |",
        "| refused_by | length 1 | length 1 | length 1 |  |",
    ]


def test_a_batch_that_is_recorded_is_told_on_the_page_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "README.md"
    page.write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(sight_table, "README", page)
    for kind in ("pairs", "model"):
        monkeypatch.setitem(RECORDS, kind, tmp_path / f"{kind}.csv")
    first_sight.main([str(batch(tmp_path, PAIR))])
    told = page.read_text(encoding="utf-8")
    assert "| pairs | 1 | 1–1 |" in told and "Old." not in told and "Between." in told and "No batch yet." in told


@pytest.mark.parametrize("kind", list(RECORDS))
def test_no_batch_stands_in_a_record_twice(kind: str) -> None:
    if RECORDS[kind].exists():
        with RECORDS[kind].open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == len(seen(RECORDS[kind]))
