"""Which licences the product may rest on. `python -m security.sbom` stops at any other."""

import re

from security.inventory import Package

ALLOWED = frozenset({"MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "ISC", "MPL-2.0", "PSF-2.0"})
EXCEPTIONS = {
    "psycopg": ("LGPL-3.0-only", "imported as it is, and replaceable: its terms ask no more of who uses it"),
    "psycopg-binary": ("LGPL-3.0-only", "the same; it brings libpq under the PostgreSQL licence along"),
    "psycopg-pool": ("LGPL-3.0-only", "the same"),
    "numpy": ("Zlib AND CC0-1.0", "parts of its own, under terms as free as MIT"),
    "regex": ("CNRI-Python", "Python's own licence of 1995, beside Apache-2.0; comes with tiktoken"),
}
"""By package: what else it is under, and why that is fine."""


def terms_of(package: Package) -> set[str]:
    """The licences that its expression names."""
    return {term for term in re.split(r"\s+(?:AND|OR|WITH)\s+|[()]", package.licence) if term.strip()}


def fault_of(package: Package) -> str:
    """What is wrong with its licence, in a sentence; empty where nothing is."""
    if not package.licence:
        return f"{package.name} names no licence"
    excepted = set(EXCEPTIONS.get(package.name, ("", ""))[0].split(" AND "))
    alien = {term.strip() for term in terms_of(package)} - ALLOWED - excepted
    return f"{package.name} is under {', '.join(sorted(alien))}" if alien else ""
