"""security/asvs.md answers each requirement of levels 1 and 2 of OWASP's ASVS 5.0.0, and what it names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "security" / "asvs.md"
ROW = re.compile(r"^\| V(\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
ROWS: list[tuple[str, str, str, str, str]] = ROW.findall(TABLE.read_text(encoding="utf-8"))
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NAMED = sorted({pair for row in ROWS for pair in TEST.findall(row[4])})
LINKS = sorted({link for row in ROWS for link in re.findall(r"\]\(([^)]+)\)", row[4])})

REQUIREMENTS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip # a list, read by chapters
"""Sections, with how many of their requirements are of level 1 or 2: within a section they come before those of level 3."""
WITHOUT_GAPS = {"2", "4", "5", "7", "8", "9", "13", "16"}


def test_every_requirement_of_levels_1_and_2_stands_there_once() -> None:
    wanted = [f"{section}.{number}" for section, most in REQUIREMENTS.items() for number in range(1, most + 1)]
    assert [row[0] for row in ROWS] == wanted
    assert len(wanted) == 253
    assert sum(row[1] == "1" for row in ROWS) == 70


def test_each_is_met_by_a_test_or_does_not_apply_or_is_planned() -> None:
    for number, _level, _words, status, proof in ROWS:
        assert status in {"met", "not applicable", "missing"}, number
        assert TEST.search(proof) or status != "met", number
        assert "Plan: " in proof or status != "missing", number


def test_nothing_is_missing_where_nothing_may_be() -> None:
    missing = [row[0] for row in ROWS if row[3] == "missing"]
    assert [number for number in missing if number.partition(".")[0] in WITHOUT_GAPS] == []


def test_the_figures_of_the_introduction_are_those_of_the_table() -> None:
    told = re.search(r"(\d+) are met, (\d+) don't apply, (\d+) are missing", TABLE.read_text(encoding="utf-8"))
    assert told
    assert [int(figure) for figure in told.groups()] == [
        sum(row[3] == status for row in ROWS) for status in ("met", "not applicable", "missing")
    ]


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_named_test_exists(file: str, name: str) -> None:
    assert re.search(rf"^(?:async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("link", LINKS)
def test_a_document_that_is_named_has_its_section(link: str) -> None:
    path, _hash, anchor = link.partition("#")
    document = (TABLE.parent / path).read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", document, re.MULTILINE)
    assert not anchor or anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
