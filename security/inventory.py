"""The packages that the product runs on: those of requirements.txt and all that they pull in, as they are installed here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Package:
    """One of them. `licence` is an SPDX expression, empty where its metadata names none; `needs` are names."""

    name: str
    version: str
    licence: str
    summary: str
    needs: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def direct() -> list[Requirement]:
    """What requirements.txt asks for."""
    lines = (line.partition("#")[0].strip() for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def pins() -> dict[str, str]:
    """Every pinned version, of runtime and development, by name."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pairs = (line.partition("#")[0].strip().partition("==") for line in lines)
    return {normal(name): version for name, is_pin, version in pairs if is_pin}


def runtime() -> list[Package]:
    """By name. Raises PackageNotFoundError where one isn't installed."""
    found: dict[str, set[str]] = {}
    waiting = direct()
    while waiting:
        wanted = waiting.pop()
        known = found.setdefault(normal(wanted.name), set())
        fresh = {"", *wanted.extras} - known
        known |= fresh
        waiting += [need for extra in fresh for need in _needs(wanted.name, extra)]
    return [_package(name, extras) for name, extras in sorted(found.items())]


def normal(name: str) -> str:
    """A name as the package index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _needs(name: str, extra: str) -> Iterator[Requirement]:
    for line in metadata.requires(name) or ():
        need = Requirement(line)
        if need.marker is None or need.marker.evaluate({"extra": extra}):
            yield need


def _package(name: str, extras: set[str]) -> Package:
    said = metadata.metadata(name)
    needs = sorted({normal(need.name) for extra in extras for need in _needs(name, extra)})
    return Package(name, said["Version"], _licence(said), _said(said, "Summary"), tuple(needs))


WRITTEN = {
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "New BSD": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause OR Apache-2.0",
    "MIT License": "MIT",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
}
"""How some write theirs. "BSD" without a number is taken for the three clauses; two or three make no difference to us."""
CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def _licence(said: metadata.PackageMetadata) -> str:
    if expression := _said(said, "License-Expression"):
        return expression
    text = _said(said, "License").strip()
    first = text.splitlines()[0].strip() if text else ""
    if first and not first.startswith("Copyright"):
        return WRITTEN.get(first, first)
    classes = [each.rpartition(" :: ")[2] for each in said.get_all("Classifier") or () if each.startswith("License")]
    return " OR ".join(sorted({CLASSIFIED.get(each, each) for each in classes}))


def _said(said: metadata.PackageMetadata, field: str) -> str:
    return str(said[field]) if field in said else ""
