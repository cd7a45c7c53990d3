"""`python -m security.advisories`: known vulnerabilities of the pinned packages, as far as advisories are at hand.

Two sources: `ADVISORIES=<folder>`, JSON files of the OSV schema (an unpacked dump of OSV's PyPI advisories, or a clone of PyPA's
advisory database converted to JSON), which needs no network; else pip-audit, which asks the package index. Where neither has
data it says so and ends with 0: it isn't part of `make test`. Ends with 1 where a pin is known to be vulnerable.
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
NO_DATA = (
    "No advisories are at hand: the package index tells of none here. Give a folder of them: make audit ADVISORIES=…\n"
)
Json = Any  # what others wrote
Finding = tuple[str, str, str]
"""Package, version, advisory."""


def findings_in(folder: Path, pinned: Mapping[str, str]) -> Iterator[Finding]:
    """Advisories of a folder that concern a pin. Raises OSError, ValueError for a file that is no JSON."""
    for file in sorted(folder.rglob("*.json")):
        advisory = json.loads(file.read_text("utf-8"))
        if advisory.get("withdrawn"):
            continue
        for affected in advisory.get("affected", ()):
            package = affected.get("package", {})
            name = normal(package.get("name", "")) if package.get("ecosystem") == "PyPI" else ""
            if name in pinned and concerns(affected, pinned[name]):
                yield name, pinned[name], str(advisory.get("id", file.stem))


def concerns(affected: Json, version: str) -> bool:
    """Whether an `affected` entry (OSV schema 1.6) names the version, or holds it in a range."""
    if version in affected.get("versions", ()):
        return True
    ranges = (each for each in affected.get("ranges", ()) if each.get("type") == "ECOSYSTEM")
    return any(_within(each.get("events", ()), Version(version)) for each in ranges)


def _within(events: Json, version: Version) -> bool:
    inside = False
    for event in events:
        for kind, bound in event.items():
            at = _version(bound)
            if kind == "introduced" and version >= at:
                inside = True
            if (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
                inside = False
    return inside


def _version(text: str) -> Version:
    """`0` begins before all others; what is no version is taken for it, so that doubt is a finding."""
    try:
        return Version(text) if text != "0" else Version("0.dev0")
    except InvalidVersion:
        return Version("0.dev0")


def findings_of_index(pinned: Mapping[str, str]) -> list[Finding] | None:
    """What pip-audit finds; None where the index tells nothing: one pin is asked for first, and no more then."""
    first = dict(list(pinned.items())[:1])
    if _asked(first) is None:
        return None
    return _asked(pinned)


def _asked(pinned: Mapping[str, str]) -> list[Finding] | None:
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
    run = subprocess.run(command, input=wanted, capture_output=True, text=True, check=False, timeout=600)
    try:
        told = [each for each in json.loads(run.stdout)["dependencies"] if "skip_reason" not in each]
    except (ValueError, KeyError):
        return None
    found = [(each["name"], each["version"], one["id"]) for each in told for one in each["vulns"]]
    return found if told else None


def main() -> int:
    """Say what was found, and by which source."""
    folder = environ.get("ADVISORIES", "")
    found = sorted(findings_in(Path(folder), pins())) if folder else findings_of_index(pins())
    if found is None:
        sys.stdout.write(NO_DATA)
        return 0
    for name, version, advisory in found:
        sys.stdout.write(f"✗ {name} {version}: {advisory}\n")
    sys.stdout.write(f"{len(pins())} pins, {len(found)} known vulnerabilities ({folder or 'package index'})\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
