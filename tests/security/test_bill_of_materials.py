"""The bill of materials names what is installed, as pinned, under licences that are allowed; advisories find what they mean."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from security.advisories import concerns, findings_in
from security.inventory import direct, normal, pins, runtime
from security.licences import EXCEPTIONS, fault_of
from security.sbom import BUNDLED, document, licence_list

PACKAGES = runtime()
BILL = document(PACKAGES, datetime(2026, 11, 27, tzinfo=UTC))


def test_every_package_is_one_of_the_pinned() -> None:
    assert {package.name: package.version for package in PACKAGES}.items() <= pins().items()
    assert {normal(need.name) for need in direct()} <= {package.name for package in PACKAGES}


def test_no_licence_is_outside_of_what_is_allowed() -> None:
    assert [fault for package in PACKAGES if (fault := fault_of(package))] == []


def test_no_exception_is_left_over() -> None:
    assert set(EXCEPTIONS) | set(BUNDLED) <= {package.name for package in PACKAGES}


def test_references_of_the_bill_lead_to_its_components() -> None:
    refs = {component["bom-ref"] for component in BILL["components"]} | {"tonebridge"}
    assert len(refs) == len(PACKAGES) + 1
    assert {ref for each in BILL["dependencies"] for ref in (each["ref"], *each["dependsOn"])} == refs


def test_the_same_packages_give_the_same_bill() -> None:
    assert json.dumps(BILL) == json.dumps(document(runtime(), datetime(2026, 11, 27, tzinfo=UTC)))


def test_the_list_for_people_has_a_row_each() -> None:
    assert licence_list(PACKAGES).count("\n| ") == len(PACKAGES) + 1


RANGE = {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "2.0"}, {"fixed": "2.5.1"}]}]}
LAST = {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"last_affected": "1.9"}]}]}


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
