"""Records of first sight: CSV files that a row is appended to, and that know a batch again by its checksum."""

import csv
import hashlib
import shutil
import subprocess
from dataclasses import astuple, fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def checksum_of(*files: Path) -> str:
    """SHA-256 of a batch's files: it is known again however it is called. Raises SystemExit where one can't be read."""
    found = hashlib.sha256()
    for path in files:
        try:
            found.update(path.read_bytes())
        except OSError as error:
            raise SystemExit(f"{path} can't be read: {error}") from error
    return found.hexdigest()


def commit() -> str:
    """The commit that is measured. Raises SystemExit outside a repository: figures of nobody knows what are none."""
    git = shutil.which("git")
    asked = subprocess.run([git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True) if git else None
    if asked is None or asked.returncode:
        raise SystemExit("The commit isn't known here: run it in a clone.")
    return asked.stdout.strip()


def rows(record: Path) -> list[dict[str, str]]:
    """What stands in a record, oldest first; nothing where there is none yet."""
    if not record.exists():
        return []
    with record.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def seen(record: Path) -> frozenset[str]:
    """Checksums of the batches in a record."""
    return frozenset(row["checksum"] for row in rows(record))


def append(record: Path, sight: "DataclassInstance") -> None:
    """Add a row; a record that isn't there yet begins with the names of its columns."""
    begins = not record.exists()
    with record.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if begins:
            writer.writerow(field.name for field in fields(sight))
        writer.writerow(astuple(sight))
