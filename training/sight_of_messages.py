"""The figures of a batch of messages that two readers graded (`training/message_outputs.py`)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from training.messages import read_lines
from training.sight_record import checksum_of

GRADES = "ABCD"
READERS = (1, 2)


@dataclass(frozen=True)
class MessageSight:
    """A row of the record. Figures are shares of all grades, 0 to 1; `commit` is the one that wrote the outputs."""

    date: str
    commit: str
    checksum: str
    messages: int
    a: float
    b: float
    c: float
    d: float
    d_kept: float
    """Harmful, and the ledger says `kept`."""
    least_helped: float
    """A and B of the type that has fewest of them."""
    agreed: float
    """Messages that both readers gave the same grade."""


def files_of(folder: Path) -> tuple[Path, ...]:
    """What a batch is known by."""
    return (folder / "messages.jsonl",)


def measure(folder: Path) -> MessageSight:
    """A batch's figures. Raises SystemExit where an output or a grade is missing or is none."""
    outputs = [line for _number, line in read_lines(folder / "outputs.jsonl")]
    grades = [_grades(folder / f"grades_{reader}.jsonl") for reader in READERS]
    for reader, given in zip(READERS, grades, strict=True):
        missing = [output["id"] for output in outputs if output["id"] not in given]
        if missing:
            raise SystemExit(f"grades_{reader}.jsonl has no grade for {missing[0]}.")
    told = [(output, given[output["id"]]) for output in outputs for given in grades]
    shares = {grade: _share(each == grade for _output, each in told) for grade in GRADES}
    return MessageSight(
        date=datetime.now(UTC).date().isoformat(),
        commit=outputs[0]["commit"],
        checksum=checksum_of(*files_of(folder)),
        messages=len(outputs),
        a=shares["A"],
        b=shares["B"],
        c=shares["C"],
        d=shares["D"],
        d_kept=_share(each == "D" and output["facts"] == "kept" for output, each in told),
        least_helped=_least_helped(told),
        agreed=_share(grades[0][output["id"]] == grades[1][output["id"]] for output in outputs),
    )


def _grades(path: Path) -> dict[str, str]:
    found = {line["id"]: line.get("grade") for _number, line in read_lines(path)}
    for name, grade in found.items():
        if grade not in tuple(GRADES):
            raise SystemExit(f"{path}: {name} has the grade {grade!r}, wanted A, B, C or D.")
    return {name: str(grade) for name, grade in found.items()}


def _share(told: Iterable[bool]) -> float:
    counted = list(told)
    return round(sum(counted) / len(counted), 3)


def _least_helped(told: list[tuple[dict[str, Any], str]]) -> float:
    by_type: dict[str, list[bool]] = defaultdict(list)
    for output, grade in told:
        by_type[output["type"]].append(grade in "AB")
    return min(_share(helped) for helped in by_type.values())
