"""What becomes of texts that nobody here has seen: a batch is run once, before anybody has read it.

    python -m training.first_sight BATCH [--kind pairs|model] [--record FILE] [--details FILE]

`pairs`, for the fact lock: a JSONL file by somebody who has seen neither the code nor earlier batches; a line holds `id`, `lang`, `type`, `style`
(free or minimal), `original`, a faithful `rewritten` and `mutations`: each `find` stands once in the rewrite, and with `replace` in its place the
text holds one error of `kind`. `model`, for the whole ladder: a folder of messages and of answers to the real prompts (`training/played.py`).

The figures are appended to the kind's record. A batch that stands there already is refused: its figures would tell how well it was learned from.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from training.sight_record import append, checksum_of, commit, seen
from training.sight_table import RECORDS, update

if TYPE_CHECKING:
    from training.sight_of_messages import MessageSight
    from training.sight_of_models import ModelSight

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


def _measured(kind: str, given: argparse.Namespace) -> "Sight | ModelSight | MessageSight":
    """Raises SystemExit where the batch was run before, or is none."""
    from training import played, sight_of_messages, sight_of_models

    files_of = {"pairs": lambda path: (path,), "model": played.files_of, "messages": sight_of_messages.files_of}
    files = files_of[kind](given.batch)
    if checksum_of(*files) in seen(given.record):
        raise SystemExit(f"{given.batch} was run before: it can be learned from, and tells nothing new.")
    if kind == "messages":
        return sight_of_messages.measure(given.batch)
    return measure(given.batch) if kind == "pairs" else sight_of_models.measure(given.batch, given.details)


def main(arguments: list[str]) -> None:
    """Run a batch once. Raises SystemExit where it was run before."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("batch", type=Path)
    parser.add_argument("--kind", choices=RECORDS, default="pairs")
    parser.add_argument("--record", type=Path, help="another one than the kind's own")
    parser.add_argument(
        "--details", type=Path, help="where to write what became of each answer, to be read afterwards (model)"
    )
    given = parser.parse_args(arguments)
    given.record = given.record or RECORDS[given.kind]
    sight = _measured(given.kind, given)
    append(given.record, sight)
    if given.record == RECORDS[given.kind]:
        update()
    print("\n".join(f"{name:20} {value}" for name, value in asdict(sight).items()))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonebridge.settings.local")
    django.setup()
    logging.getLogger("apps").setLevel(logging.ERROR)  # a refused answer is counted, not warned of
    main(sys.argv[1:])
