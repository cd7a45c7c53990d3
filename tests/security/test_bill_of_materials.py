"""The bill of materials names what is installed, as pinned, under licences that are allowed; advisories find what they mean."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pytest import CaptureFixture, MonkeyPatch

from security import advisories
from security.advisories import concerns, findings_in
from security.inventory import direct, normal, pins, runtime
from security.licences import EXCEPTIONS, fault_of
from security.sbom import BUNDLED, document, licence_list

packages = cache(runtime)
"""Read once, and by no process that runs none of these tests."""


@cache
def bill() -> dict[str, Any]:
    return document(packages(), datetime(2026, 11, 27, tzinfo=UTC))


def test_every_package_is_one_of_the_pinned() -> None:
    assert {package.name: package.version for package in packages()}.items() <= pins().items()
    assert {normal(need.name) for need in direct()} <= {package.name for package in packages()}


def test_no_licence_is_outside_of_what_is_allowed() -> None:
    assert [fault for package in packages() if (fault := fault_of(package))] == []


def test_no_exception_is_left_over() -> None:
    assert set(EXCEPTIONS) | set(BUNDLED) <= {package.name for package in packages()}


def test_references_of_the_bill_lead_to_its_components() -> None:
    refs = {component["bom-ref"] for component in bill()["components"]} | {"tonebridge"}
    assert len(refs) == len(packages()) + 1
    assert {ref for each in bill()["dependencies"] for ref in (each["ref"], *each["dependsOn"])} == refs


def test_the_same_packages_give_the_same_bill() -> None:
    assert json.dumps(bill()) == json.dumps(document(runtime(), datetime(2026, 11, 27, tzinfo=UTC)))


def test_the_list_for_people_has_a_row_each() -> None:
    assert licence_list(packages()).count("\n| ") == len(packages()) + 1


RANGE = {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "2.0"}, {"fixed": "2.5.1"}]}]}
LAST = {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"last_affected": "1.9"}]}]}
FALLING = [{"fixed": "3.1"}, {"introduced": "3.0"}, {"fixed": "2.0"}, {"introduced": "0"}]
TWICE = {"ranges": [{"type": "ECOSYSTEM", "events": FALLING}]}
MIXED = {"ranges": [{"type": "ECOSYSTEM", "events": FALLING[1::-1] + FALLING[:1:-1]}]}
"""As the schema allows: in no order."""
UNREADABLE = {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "a word"}, {"fixed": "another"}]}]}


@pytest.mark.parametrize(
    ("affected", "version", "is_concerned"),
    [
        (RANGE, "1.9", False),
        (RANGE, "2.0", True),
        (RANGE, "2.5", True),
        (RANGE, "2.10", False),
        (RANGE, "2.5.1", False),
        (LAST, "1.9", True),
        (LAST, "1.10", False),
        ({"versions": ["3.1"]}, "3.1", True),
        ({"versions": ["3.1"]}, "3.1.1", False),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, "1.0", False),
        (TWICE, "3.0.5", True),
        (MIXED, "3.0.5", True),
        (TWICE, "3.1", False),
        (TWICE, "2.5", False),
        (TWICE, "1.0", True),
        (UNREADABLE, "1.0", True),
        ({"versions": ["3.1.0"]}, "3.1", True),
        ({"versions": ["a word", "3.1"]}, "3.1", True),
    ],
)
def test_a_version_is_concerned_from_its_introduction_to_its_mending(
    affected: object, version: str, is_concerned: bool
) -> None:
    assert concerns(affected, version) is is_concerned


def test_advisories_in_a_folder_are_found_for_the_pins_they_mean(tmp_path: Path) -> None:
    for number, (name, more) in enumerate(
        [("Django", {}), ("another", {}), ("Django", {"withdrawn": "2026-01-01T00:00:00Z"})]
    ):
        affected = [{"package": {"ecosystem": "PyPI", "name": name}, "versions": ["5.2"]}]
        (tmp_path / f"PYSEC-{number}.json").write_text(
            json.dumps({"id": f"PYSEC-{number}", "affected": affected} | more)
        )
    assert list(findings_in(tmp_path, {"django": "5.2"})) == [("django", "5.2", "PYSEC-0")]


@pytest.mark.parametrize(
    "written",
    [
        "{",
        "[" * 100_000,
        "[]",
        '{"affected": null}',
        '{"affected": [{"package": "django"}]}',
        '{"id": "%s"}' % ("a" * 20_000_000),
    ],
    ids=["half", "deep", "a list", "null", "a word", "20 MB"],
)
def test_a_file_that_cannot_be_read_as_an_advisory_is_named_and_nothing_else_is_said(
    tmp_path: Path, monkeypatch: MonkeyPatch, capsys: CaptureFixture[str], written: str
) -> None:
    (tmp_path / "one.json").write_text(written)
    monkeypatch.setenv("ADVISORIES", str(tmp_path))
    assert advisories.main() == 2
    assert "one.json" in (said := capsys.readouterr().out) and "known vulnerabilities" not in said


@pytest.mark.parametrize("folder", ["", "not there"])
def test_a_folder_without_advisories_is_no_folder_without_findings(
    tmp_path: Path, monkeypatch: MonkeyPatch, capsys: CaptureFixture[str], folder: str
) -> None:
    monkeypatch.setenv("ADVISORIES", str(tmp_path / folder))
    assert advisories.main() == 2
    assert "known vulnerabilities" not in capsys.readouterr().out


Index = Callable[..., tuple[int, str]]
PINS = {"amqp": "5.3", "celery": "5.7", "django": "5.2"}


@pytest.fixture
def index(tmp_path: Path, monkeypatch: MonkeyPatch, capsys: CaptureFixture[str]) -> Index:
    """`make audit` where pip-audit, asked for so many pins, answers as given: its end, and what it says."""
    program = tmp_path / "pip-audit"
    monkeypatch.delenv("ADVISORIES", raising=False)
    monkeypatch.setattr(advisories, "PIP_AUDIT", program)
    monkeypatch.setattr(advisories, "pins", lambda: PINS)

    def audit(answers: dict[int, object]) -> tuple[int, str]:
        program.write_text(
            f"#!{sys.executable}\n"
            "import json, sys\n"
            f"answer = json.loads({json.dumps(answers)!r}).get(str(len(sys.stdin.readlines())))\n"
            "sys.stdout.write(json.dumps({'dependencies': answer}) if answer else '')\n"
            "sys.exit(0 if answer else 1)\n"
        )
        program.chmod(0o700)
        return advisories.main(), capsys.readouterr().out

    return audit


def told(*names: str, **vulnerable: str) -> list[object]:
    rows = [{"name": name, "version": PINS[name], "vulns": []} for name in names]
    return rows + [
        {"name": name, "version": PINS[name], "vulns": [{"id": advisory}]} for name, advisory in vulnerable.items()
    ]


UNKNOWN = {"name": "celery", "skip_reason": "not found"}


def test_where_the_index_tells_nothing_that_is_what_is_said(index: Index) -> None:
    assert index({}) == (0, advisories.NO_DATA)
    assert index({1: [{"name": "amqp", "skip_reason": "not found"}]}) == (0, advisories.NO_DATA)


def test_an_index_that_tells_of_the_first_pin_and_then_fails_has_not_found_nothing(index: Index) -> None:
    ended, said = index({1: told("amqp")})
    assert ended == 2
    assert "amqp, celery, django" in said and advisories.NO_DATA not in said and "known vulnerabilities" not in said


def test_a_pin_that_the_index_leaves_out_is_named_beside_what_is_found(index: Index) -> None:
    assert index({1: told("amqp"), 3: [*told("amqp", "django"), UNKNOWN]})[0] == 2
    ended, said = index({1: told("amqp"), 3: [*told("amqp", django="PYSEC-1"), UNKNOWN]})
    assert ended == 1 and "django 5.2: PYSEC-1" in said and "celery" in said


def test_what_the_index_finds_ends_with_1_and_nothing_with_0(index: Index) -> None:
    assert index({1: told("amqp"), 3: told("amqp", "celery", "django")})[0] == 0
    ended, said = index({1: told("amqp"), 3: told("amqp", "celery", django="PYSEC-1")})
    assert ended == 1 and "3 pins, 1 known vulnerabilities" in said
