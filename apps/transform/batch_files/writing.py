"""Results as a file: CSV that Excel opens as it is, or JSON lines."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from apps.transform.contracts import ItemOutcome
from tonebridge.tables import writing

COLUMNS = (
    "index",
    "id",
    "status",
    "original_text",
    "transformed_text",
    "transformation_type",
    "intensity",
    "tier",
    "facts",
    "questions",
    "warnings",
    "problem",
)


def csv_lines(outcomes: Iterable[ItemOutcome]) -> Iterator[bytes]:
    """A header and a line an item. No cell can be run by the spreadsheet that opens it."""
    found = (_cells(outcome) for outcome in outcomes)
    return writing.csv_lines(COLUMNS, ([cells.get(name, "") for name in COLUMNS] for cells in found))


def jsonl_lines(outcomes: Iterable[ItemOutcome]) -> Iterator[bytes]:
    """A line an item, as the API answers it."""
    for outcome in outcomes:
        yield json.dumps(shown(outcome), ensure_ascii=False, default=str).encode("utf-8", "backslashreplace") + b"\n"


def shown(outcome: ItemOutcome) -> dict[str, Any]:
    """`{"index", "id"?, "result"}` or `{"index", "id"?, "problem"}`."""
    found: dict[str, Any] = {"index": outcome.index}
    if outcome.given_id:
        found["id"] = outcome.given_id
    return found | ({"result": outcome.result} if outcome.result is not None else {"problem": outcome.problem})


def _cells(outcome: ItemOutcome) -> dict[str, object]:
    found: dict[str, object] = {"index": outcome.index, "id": outcome.given_id}
    if outcome.result is None:
        return found | {"status": "failed", "problem": problem_in_words(outcome.problem or {})}
    result = outcome.result
    named = ("original_text", "transformed_text", "transformation_type", "intensity", "tier")
    return found | {
        "status": "done",
        **{name: result[name] for name in named},
        "facts": result["facts"]["status"],
        "questions": " / ".join(question["text"] for question in result["questions"]),
        "warnings": " / ".join(warning["message"] for warning in result["warnings"]),
    }


def problem_in_words(problem: Mapping[str, Any]) -> str:
    """A problem as one sentence, with the fields it is about."""
    fields = "; ".join(f"{one['field']}: {one['detail']}" for one in problem.get("errors", []))
    return fields or str(problem.get("detail", ""))
