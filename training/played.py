"""A good model, played: a batch of answers that somebody wrote from the real prompts, half of them again with one planted error.

A folder with `messages.jsonl` (`training/messages.py`), `prompts.masks.jsonl` (`training/model_prompts.py`) and `answers.jsonl`: `id`, `answer`
and for some `faulty`, the same with one error, and `error`, its kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from apps.transform.contracts import TransformRequest
from training.messages import Line, read_lines, read_messages

Marks = Mapping[str, str]
"""Hidden values by their marks."""
MESSAGES, MASKS, ANSWERS = "messages.jsonl", "prompts.masks.jsonl", "answers.jsonl"
REQUIRED, OPTIONAL = frozenset({"id", "answer"}), frozenset({"faulty", "error"})


@dataclass(frozen=True)
class Played:
    """A message and what a model answers, hidden values in their places. `faulty` and `error` are empty where nothing was planted."""

    id: str
    wanted: TransformRequest
    answer: str
    faulty: str = ""
    error: str = ""


def files_of(batch: Path) -> tuple[Path, Path]:
    """What makes a batch what it is: marks are made anew by each export."""
    return batch / MESSAGES, batch / ANSWERS


def read_batch(batch: Path) -> list[Played]:
    """In the order of its messages. Raises SystemExit with the file and line of what is none, or not answered, or answered unasked."""
    messages = read_messages(batch / MESSAGES)
    marks = {line["id"]: _marks(batch, number, line) for number, line in read_lines(batch / MASKS)}
    answers = {
        line["id"]: _answer(batch, number, line, messages, marks) for number, line in read_lines(batch / ANSWERS)
    }
    _check_all(batch, messages, answers)
    return [answers[name] for name in messages]


def with_values(masked: str, marks: Marks) -> str:
    """A text with the hidden values in their places. A mark that nobody gave stays."""
    for mark, value in marks.items():
        masked = masked.replace(mark, value)
    return masked


def _marks(batch: Path, number: int, line: Line) -> Marks:
    masks = line.get("masks")
    if not isinstance(masks, dict):
        raise SystemExit(f"{batch / MASKS}, line {number} lacks `masks`.")
    return masks


def _answer(
    batch: Path, number: int, line: Line, messages: Mapping[str, TransformRequest], marks: Mapping[str, Marks]
) -> Played:
    wrong = _wrong(line, messages, marks)
    if wrong:
        raise SystemExit(f"{batch / ANSWERS}, line {number}: {wrong}.")
    name = line["id"]
    answer, faulty = (with_values(line.get(which, ""), marks[name]) for which in ("answer", "faulty"))
    return Played(name, messages[name], answer, faulty, line.get("error", ""))


def _wrong(line: Line, messages: Iterable[str], marks: Iterable[str]) -> str:
    """What is wrong with the form of an answer; empty where nothing is."""
    if not line.keys() >= REQUIRED or not line.keys() <= REQUIRED | OPTIONAL:
        return f"the keys are {', '.join(line)}, not id, answer and perhaps faulty, error"
    if not all(isinstance(value, str) and value.strip() for value in line.values()):
        return "a value is empty or no text"
    if line["id"] not in messages or line["id"] not in marks:
        return f"no message was exported as {line['id']!r}"
    if ("faulty" in line) != ("error" in line):
        return "`faulty` and `error` stand together or not at all"
    return "the faulty answer is the good one" if line.get("faulty") == line["answer"] else ""


def _check_all(batch: Path, messages: Mapping[str, TransformRequest], answers: Mapping[str, Played]) -> None:
    if missing := [name for name in messages if name not in answers]:
        raise SystemExit(f"{batch / ANSWERS} has no answer to {', '.join(missing)}.")
    if not any(played.faulty for played in answers.values()):
        raise SystemExit(f"{batch / ANSWERS} has no faulty answer.")
