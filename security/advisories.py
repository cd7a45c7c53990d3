"""`python -m security.advisories`: known vulnerabilities of the pinned packages, as far as advisories are at hand.

Two sources: `ADVISORIES=<folder>`, JSON files of the OSV schema (an unpacked dump of OSV's PyPI advisories, or a clone of PyPA's
advisory database converted to JSON), which needs no network; else pip-audit, which asks the package index. Where the index tells
nothing it says so and ends with 0: it isn't part of `make test`. Ends with 1 where a pin is known to be vulnerable, and with 2
where none is, but not all could be looked at.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from os import environ
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from security.inventory import normal, pins

PIP_AUDIT = Path(".venv/pip-audit/bin/pip-audit")
MOST_S = 600
"""What pip-audit may take. It asks the index about a pin at a time."""
LARGEST = 16 * 1024 * 1024
"""Bytes of an advisory. The largest of PyPI's have about one megabyte."""
NO_DATA = (
    "No advisories are at hand: the package index tells of none here. Give a folder of them: make audit ADVISORIES=…\n"
)
Json = Any  # what others wrote
Finding = tuple[str, str, str]
"""Package, version, advisory."""


def findings_in(folder: Path, pinned: Mapping[str, str]) -> Iterator[Finding]:
    """Advisories of a folder that concern a pin. Raises OSError; ValueError for a file that is no advisory, and for no file."""
    files = sorted(folder.rglob("*.json"))
    if not files:
        raise ValueError(f"{folder}: no JSON files are there")
    for file in files:
        advisory = _read(file)
        try:
            yield from _findings_of(advisory, str(advisory.get("id", file.stem)), pinned)
        except (AttributeError, TypeError) as error:
            raise ValueError(f"{file}: isn't of OSV's schema") from error


def _read(file: Path) -> Json:
    with file.open("rb") as opened:
        raw = opened.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise ValueError(f"{file}: larger than {LARGEST >> 20} MB")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{file}: isn't JSON that can be read") from error
    if not isinstance(found, dict):
        raise ValueError(f"{file}: isn't an advisory")
    return found


def _findings_of(advisory: Json, name: str, pinned: Mapping[str, str]) -> set[Finding]:
    if advisory.get("withdrawn"):
        return set()
    found = set()
    for affected in advisory.get("affected", ()):
        package = affected.get("package", {})
        of = normal(package.get("name", "")) if package.get("ecosystem") == "PyPI" else ""
        if of in pinned and concerns(affected, pinned[of]):
            found.add((of, pinned[of], name))
    return found


def concerns(affected: Json, version: str) -> bool:
    """Whether an `affected` entry (OSV schema 1.6) names the version, or holds it in a range."""
    ours = Version(version)
    if any(_version(each) == ours for each in affected.get("versions", ())):
        return True
    ranges = (each for each in affected.get("ranges", ()) if each.get("type") == "ECOSYSTEM")
    return any(_within(each.get("events", ()), ours) for each in ranges)


def _within(events: Json, version: Version) -> bool:
    """Events stand in no order. A bound that is no version is left out where it would end a range, so that doubt is a finding."""
    inside = False
    for at, kind in sorted(_bounds(events), key=lambda bound: (bound[0], bound[1] == "introduced")):
        if kind == "introduced" and version >= at:
            inside = True
        if (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            inside = False
    return inside


def _bounds(events: Json) -> Iterator[tuple[Version, str]]:
    for event in events:
        for kind, bound in event.items():
            at = FIRST if bound == "0" else _version(bound)
            if at or kind == "introduced":
                yield at or FIRST, kind


FIRST = Version("0.dev0")
"""`0` begins before all others."""


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def findings_of_index(pinned: Mapping[str, str]) -> tuple[list[Finding], list[str]] | None:
    """What pip-audit finds, and the pins that it couldn't look up. None where the index tells nothing: one pin is asked for first,
    and no more then.
    """
    if not _told(dict(list(pinned.items())[:1])):
        return None
    told = _told(pinned)
    found = [(each["name"], each["version"], one["id"]) for each in told for one in each["vulns"]]
    return found, sorted(pinned.keys() - {normal(each["name"]) for each in told})


def _told(pinned: Mapping[str, str]) -> list[Json]:
    """A row a pin that was looked up; none where pip-audit gives up."""
    wanted = "".join(f"{name}=={version}\n" for name, version in pinned.items())
    command = [
        str(PIP_AUDIT),
        "-r",
        "/dev/stdin",
        "--no-deps",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    try:
        run = subprocess.run(command, input=wanted, capture_output=True, text=True, check=False, timeout=MOST_S)
        return [each for each in json.loads(run.stdout)["dependencies"] if "skip_reason" not in each]
    except (ValueError, KeyError, subprocess.TimeoutExpired):
        return []


def main() -> int:
    """Say what was found, and by which source."""
    folder, pinned = environ.get("ADVISORIES", ""), pins()
    try:
        looked = (list(findings_in(Path(folder), pinned)), []) if folder else findings_of_index(pinned)
    except (OSError, ValueError) as error:
        sys.stdout.write(f"✗ {error}\n")
        return 2
    if looked is None:
        sys.stdout.write(NO_DATA)
        return 0
    return _say(*looked, source=folder or "package index", count=len(pinned))


def _say(found: list[Finding], missed: list[str], *, source: str, count: int) -> int:
    for name, version, advisory in sorted(found):
        sys.stdout.write(f"✗ {name} {version}: {advisory}\n")
    if missed:
        sys.stdout.write(f"✗ nothing was told of {', '.join(missed)}\n")
    if found or not missed:
        sys.stdout.write(f"{count - len(missed)} pins, {len(found)} known vulnerabilities ({source})\n")
    return 1 if found else 2 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
