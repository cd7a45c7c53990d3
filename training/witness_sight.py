"""What the fact lock says of a batch where somebody has read it (`training.witness_prompts`), beside what it says alone.

    python -m training.witness_sight BATCH ANSWERS.jsonl [--record FILE]

A line of ANSWERS holds the `id` of a prompt and the `answer` to it: the JSON object, or the text as a model wrote it. A text without an answer is
judged by its values alone, as where a model doesn't answer in time. The figures are appended to the record, once a pair of batch and answers.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import django

from training.first_sight import read_batch, share
from training.sight_record import append, checksum_of, commit, seen
from training.witness_prompts import Asked, Text, texts_of

if TYPE_CHECKING:
    from apps.transform.contracts import FactLedger

RECORD = Path(__file__).with_name("witness_sight.csv")


@dataclass(frozen=True)
class WitnessSight:
    """A row of the record. Figures are shares, 0 to 1; `…_alone`: without the answers. `whole`: answers that judged every claim."""

    date: str
    commit: str
    checksum: str
    pairs: int
    answered: float
    whole: float
    faithful_review_alone: float
    faithful_review: float
    faithful_look_alone: float
    faithful_look: float
    errors_review_alone: float
    errors_review: float
    errors_noticed: float


@dataclass(frozen=True)
class Judged:
    """What is said of a text alone, and with the answer of somebody who has read it."""

    text: Text
    alone: "FactLedger"
    read: "FactLedger"
    answered: bool


def read_answers(path: Path) -> dict[str, str]:
    """The answers by id, as texts. Raises SystemExit where a line is none."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return {row["id"]: _as_text(row["answer"]) for row in rows}
    except (ValueError, KeyError, TypeError) as error:
        raise SystemExit(f"{path} holds a line that is no answer: {error!r}.") from error


def _as_text(answer: object) -> str:
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)


def judged(text: Text, answers: Mapping[str, str]) -> Judged:
    """A text, judged without and with its answer. One that can't be read changes nothing."""
    from apps.transform.factlock.testimony import NoTestimony

    asked, answer = Asked(text), answers.get(text.id, "")
    alone = asked.ledger()
    try:
        return Judged(text, alone, asked.ledger(answer), bool(answer))
    except NoTestimony:
        return Judged(text, alone, alone, answered=False)


def figures(found: Iterable[Judged]) -> dict[str, float]:
    """The shares of a record's row."""
    every = list(found)
    faithful, wrong = [each for each in every if not each.text.kind], [each for each in every if each.text.kind]
    alone, read = [each.alone.status for each in faithful], [each.read.status for each in faithful]
    return {
        "answered": share([str(each.answered) for each in every], "True"),
        "whole": share([each.read.checked for each in every if each.answered], "values and meaning"),
        "faithful_review_alone": share(alone, "review"),
        "faithful_review": share(read, "review"),
        "faithful_look_alone": share(alone, "look"),
        "faithful_look": share(read, "look"),
        "errors_review_alone": share([each.alone.status for each in wrong], "review"),
        "errors_review": share([each.read.status for each in wrong], "review"),
        "errors_noticed": share([each.read.status for each in wrong], "look", "review"),
    }


def measure(batch: Path, answers: Path) -> WitnessSight:
    """The figures of a batch with these answers."""
    pairs, given = read_batch(batch), read_answers(answers)
    shares = figures(judged(text, given) for pair in pairs for text in texts_of(pair))
    return WitnessSight(
        datetime.now(UTC).date().isoformat(), commit(), checksum_of(batch, answers), len(pairs), **shares
    )


def main(arguments: list[str]) -> None:
    """Measure once. Raises SystemExit where these answers were measured before."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("batch", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--record", type=Path, default=RECORD)
    given = parser.parse_args(arguments)
    if checksum_of(given.batch, given.answers) in seen(given.record):
        raise SystemExit(f"{given.answers} were measured before.")
    sight = measure(given.batch, given.answers)
    append(given.record, sight)
    print("\n".join(f"{name:22} {value}" for name, value in asdict(sight).items()))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonebridge.settings.local")
    django.setup()
    main(sys.argv[1:])
