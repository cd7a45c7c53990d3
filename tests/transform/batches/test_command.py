"""`manage.py transform --file`: a file in, a file out, no server."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tonebridge.progress_bar import ProgressBar

ROWS = "番号,本文\nT-1,至急直せ。\nT-2,\n"


def test_a_file_is_transformed_row_by_row(tmp_path: Path) -> None:
    given, out, said = tmp_path / "in.csv", tmp_path / "out.csv", StringIO()
    given.write_bytes(ROWS.encode("cp932"))
    call_command("transform", file=given, out=out, stdout=said)
    first, second = csv.DictReader(StringIO(out.read_text(encoding="utf-8-sig")))
    assert (first["id"], first["status"], first["original_text"]) == ("T-1", "done", "至急直せ。")
    assert (second["id"], second["status"]) == ("T-2", "failed")
    assert "1 transformed, 1 with problems" in said.getvalue()


def test_results_may_be_json_lines_and_columns_be_named(tmp_path: Path) -> None:
    given, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    given.write_text("a,b\n直せ。,x\n", encoding="utf-8")
    call_command("transform", file=given, out=out, map=["text=a", "id=b"], type="clarify", stdout=StringIO())
    line = json.loads(out.read_text(encoding="utf-8"))
    assert (line["id"], line["result"]["transformation_type"]) == ("x", "clarify")


def test_what_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--file and --out"):
        call_command("transform")
    with pytest.raises(CommandError, match="No such file"):
        call_command("transform", file=tmp_path / "none.csv", out=tmp_path / "out.csv")
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="a, b"):
        call_command("transform", file=bad, out=tmp_path / "out.csv")


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_moves_for_people_and_is_silent_in_pipes() -> None:
    pipe, terminal = StringIO(), Terminal()
    for out in (pipe, terminal):
        bar = ProgressBar(4, out)
        for number in range(4):
            bar.step(failed=number == 3)
        bar.end()
    assert pipe.getvalue() == ""
    assert terminal.getvalue().rstrip("\n\x1b[K").endswith("0 s left")
    assert "█" * 30 + " 4/4" in terminal.getvalue()
    assert bar.failed == 1
