"""Cells that a spreadsheet would run, and what is left of them."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tonebridge.tables.cells import plain_cell, safe_cell
from tonebridge.tables.reading import MB, Limits, read_csv
from tonebridge.tables.writing import csv_lines

FORMULAS = ["=1+1", "+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "＝1+1", "＋1", "－1", "＠SUM(1)", "﹢1", "−1", "﹣1"]
HIDDEN = [
    f"{blank}{formula}" for blank in ("\t", "\r", "\n", "\0", " ", "\u3000", "\ufeff", "\u200b") for formula in FORMULAS
]
BEHIND = ["a;=1+1", "a;+1", "a;-1", "a;@SUM(1)", "a;＝1+1", "a\t=1", "a\n=1", "a\r=1", 'a;"=1', "a; =1", "a;\n=1+1;=2"]
PLAIN = [
    "至急直せ。",
    "はい\n- 一つ\n- 二つ\n@tanaka",
    "Heading\n=======\ntext",
    "x == 1; y = 2",
    "It's fine ;-)",
    "'quoted' and 'a,'=b",
    "3-4人日",
    "re.split(',','=')",
    "",
]


def begins_a_formula(cell: str) -> bool:
    begin = unicodedata.normalize("NFKC", cell).lstrip(' \t\r\n\0"\u3000\ufeff\u200b')
    return begin.startswith(("=", "+", "-", "@", "\u2212"))


@pytest.mark.parametrize("value", FORMULAS + HIDDEN)
def test_no_cell_begins_like_a_formula(value: str) -> None:
    assert not begins_a_formula(safe_cell(value))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("value", FORMULAS + BEHIND)
def test_wherever_a_spreadsheet_parts_columns_no_cell_is_a_formula(value: str, delimiter: str) -> None:
    content = b"".join(csv_lines(["first", "second"], [["x", value], [value, "x"]])).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter):
        assert not any(map(begins_a_formula, row)), row


def test_every_cell_stands_in_quotation_marks() -> None:
    assert b"".join(csv_lines(["a", "b"], [["x", 1]])) == b'\xef\xbb\xbf"a","b"\r\n"x","1"\r\n'


@pytest.mark.parametrize("value", PLAIN)
def test_ordinary_words_stay_as_they_are(value: str) -> None:
    assert safe_cell(value) == value and plain_cell(value) == value.strip()


@pytest.mark.parametrize("value", [*FORMULAS, *BEHIND, *PLAIN, "'=1", "''=1", "a;'=1", "'plain"])
def test_what_goes_out_comes_in_again_as_it_was(value: str) -> None:
    content = b"".join(csv_lines(["value", "other"], [[value, "x"]]))
    ((_line, row),) = read_csv(content, Limits(size=MB, columns=12, rows=10)).rows
    assert row["value"] == value


@pytest.mark.parametrize("value", [*HIDDEN, " '=1", "\n''=1\n", "\t=1;=2 "])
def test_a_value_that_comes_in_again_is_trimmed_and_nothing_else(value: str) -> None:
    assert plain_cell(safe_cell(value)) == value.strip()


@given(st.text(st.sampled_from("'\"=+-@＝−;, \t\r\n\0\ufeff\u200b\u3000a1(")))
@settings(max_examples=500, deadline=None, derandomize=True, database=None)
def test_whatever_is_written_comes_in_again_trimmed(value: str) -> None:
    assert plain_cell(safe_cell(value)) == value.strip()
