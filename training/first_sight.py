"""What the fact lock says of texts that nobody here has seen: a batch is run once, before anybody has read it.

    python -m training.first_sight BATCH [--record FILE]

BATCH is a JSONL file by somebody who has seen neither the code nor earlier batches; a line holds `id`, `lang`, `type`, `style` (free or
minimal), `original`, a faithful `rewritten` and `mutations`: each `find` stands once in the rewrite, and with `replace` in its place the
text holds one error of `kind`. The figures are appended to the record. A batch that stands there already is refused: its figures would
tell how well it was learned from.
"""

import argparse
import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RECORD = Path(__file__).with_name("first_sight.csv")
VALUES = frozenset(["digit", "unit", "bound", "date_time", "name_swap", "code_or_url", "quote"])
"""Kinds of errors that change a value; the others change the meaning."""

Pair = dict[str, Any]  # JSON
Told = list[str]
"""The status of each text's ledger."""


@dataclass(frozen=True)
class Sight:
    """A row of the record. Figures are shares, 0 to 1."""

    date: str
    commit: str
    checksum: str
    pairs: int
    faithful_review: float
    faithful_look: float
    light_review: float
    values_review: float
    all_noticed: float


def read_batch(path: Path) -> list[Pair]:
    """The pairs of a batch. Raises SystemExit where a line is no pair, or an error can't be planted."""
    pairs = [
        _pair(number, line)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.strip()
    ]
    if not pairs or len({pair["id"] for pair in pairs}) < len(pairs):
        raise SystemExit(f"{path} holds no pairs, or an id twice.")
    return pairs


def _pair(number: int, line: str) -> Pair:
    try:
        pair: Pair = json.loads(line)
        misplaced = [m["find"] for m in pair["mutations"] if pair["rewritten"].count(m["find"]) != 1]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SystemExit(f"Line {number} is no pair: {error!r}.") from error
    if misplaced:
        raise SystemExit(f"Line {number}: {misplaced[0]!r} doesn't stand in the rewrite exactly once.")
    return pair


def look_at(pairs: Iterable[Pair]) -> dict[str, Told]:
    """What is said of the faithful texts, of the light edits among them, and of those with an error."""
    told: dict[str, Told] = {"faithful": [], "light": [], "values": [], "all": []}
    for pair in pairs:
        status = _status(pair, pair["rewritten"])
        told["faithful"].append(status)
        told["light"] += [status] if pair.get("style") == "minimal" else []
        for kind, text in planted(pair):
            told["all"].append(status := _status(pair, text))
            told["values"] += [status] if kind in VALUES else []
    return told


def planted(pair: Pair) -> Iterator[tuple[str, str]]:
    """The kind of each error, and the text that holds it."""
    yield from ((m["kind"], pair["rewritten"].replace(m["find"], m["replace"])) for m in pair["mutations"])


def _status(pair: Pair, rewritten: str) -> str:
    from apps.transform.contracts import TransformationType
    from apps.transform.factlock.compare import compare

    wanted = TransformationType(pair["type"])
    return compare(pair["original"], rewritten, language=pair["lang"], transformation_type=wanted).status


def share(told: Sequence[str], *statuses: str) -> float:
    """Of what was told, the part that is one of these."""
    return round(sum(status in statuses for status in told) / len(told), 3) if told else 0.0


def measure(path: Path) -> Sight:
    """A batch's figures."""
    pairs = read_batch(path)
    told = look_at(pairs)
    return Sight(
        date=datetime.now(UTC).date().isoformat(),
        commit=commit(),
        checksum=checksum_of(path),
        pairs=len(pairs),
        faithful_review=share(told["faithful"], "review"),
        faithful_look=share(told["faithful"], "look"),
        light_review=share(told["light"], "review"),
        values_review=share(told["values"], "review"),
        all_noticed=share(told["all"], "look", "review"),
    )


def commit() -> str:
    """The commit that was measured. Raises SystemExit outside a repository: figures of nobody knows what are none."""
    git = shutil.which("git")
    asked = subprocess.run([git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True) if git else None
    if asked is None or asked.returncode:
        raise SystemExit("The commit isn't known here: run it in a clone.")
    return asked.stdout.strip()


def checksum_of(path: Path) -> str:
    """SHA-256 of a batch: it is known again however it is called."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def seen(record: Path) -> frozenset[str]:
    """Checksums of the batches in a record."""
    if not record.exists():
        return frozenset()
    with record.open(encoding="utf-8", newline="") as file:
        return frozenset(row["checksum"] for row in csv.DictReader(file))


def append(record: Path, sight: "DataclassInstance") -> None:
    """Add a row; a record that isn't there yet begins with the names of its columns."""
    begins = not record.exists()
    with record.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if begins:
            writer.writerow(field.name for field in fields(sight))
        writer.writerow(astuple(sight))


def main(arguments: list[str]) -> None:
    """Run a batch once. Raises SystemExit where it was run before."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("batch", type=Path)
    parser.add_argument("--record", type=Path, default=RECORD)
    given = parser.parse_args(arguments)
    if checksum_of(given.batch) in seen(given.record):
        raise SystemExit(f"{given.batch} was run before: it can be learned from, and tells nothing new.")
    sight = measure(given.batch)
    append(given.record, sight)
    print("\n".join(f"{name:16} {value}" for name, value in asdict(sight).items()))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonebridge.settings.local")
    django.setup()
    main(sys.argv[1:])
