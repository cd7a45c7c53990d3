"""THREAT_MODEL.md names a test for each mitigation; each of them is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODEL = (ROOT / "THREAT_MODEL.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", MODEL)
MITIGATIONS = MODEL.partition("## What is done about it")[2].partition("## By design")[0]


def test_every_mitigation_names_a_proof() -> None:
    rows = [line for line in MITIGATIONS.splitlines() if line.startswith("| ") and "proven by" not in line]
    assert len(rows) > 20
    assert [row for row in rows if "::" not in row] == []


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_named_test_exists(file: str, name: str) -> None:
    assert re.search(rf"^(?:async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_a_named_drill_exists() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "drills").glob("*.py"))
    known = set(re.findall(r'@drill\("(\w+)"', sources))
    named = {word for found in re.findall(r"drills? ([A-Z]\d+(?:, [A-Z]\d+)*)", MODEL) for word in found.split(", ")}
    assert named - known == set()
