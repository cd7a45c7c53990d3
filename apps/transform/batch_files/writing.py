"""Results as a file: CSV that Excel opens as it is, or JSON lines."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.transform.contracts import Item, ItemOutcome
from tonebridge.tables import writing

FIELDS: dict[str, Promise] = {
    "text": _("Message"),
    "id": _("Your ID"),
    "transformation_type": _("Kind of change"),
    "intensity": _("Strength"),
    "language": _("Language"),
    "context.receiver_role": _("Who will read the messages"),
}
"""What the page that takes a file calls the fields of a body."""
COLUMNS = (
    "number",
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
    "unsure",
    "problem",
)


def csv_lines(outcomes: Iterable[ItemOutcome], own: Sequence[str] = ()) -> Iterator[bytes]:
    """A header and a line an item: our columns, then the file's `own` in their order. No cell can be run by the spreadsheet that
    opens it.
    """
    rows = ((_cells(outcome), outcome.columns) for outcome in outcomes)
    lines = (
        [*(ours.get(name, "") for name in COLUMNS), *(_cell(cells.get(name, "")) for name in own)]
        for ours, cells in rows
    )
    return writing.csv_lines((*COLUMNS, *own_names(own)), lines)


def own_names(own: Sequence[str]) -> tuple[str, ...]:
    """What the file's columns are called beside ours: where one of ours is called the same, `status (file)`, and where the file has
    one of that name too, `status (file 2)`.
    """
    return tuple(_own_name(name, own) if name in COLUMNS else name for name in own)


def _own_name(name: str, own: Sequence[str]) -> str:
    others = (f"{name} (file {number})" for number in count(2))
    return next(each for each in chain([f"{name} (file)"], others) if each not in own)


def jsonl_lines(outcomes: Iterable[ItemOutcome], own: Sequence[str] = ()) -> Iterator[bytes]:
    """A line an item, as the API answers it."""
    for outcome in outcomes:
        yield json.dumps(shown(outcome), ensure_ascii=False, default=str).encode("utf-8", "backslashreplace") + b"\n"


def shown(outcome: ItemOutcome) -> dict[str, Any]:
    """`{"index", "number", "status", "id"?, "columns"?}` with `result`, or with `problem` and, for a day, what was `given`."""
    found: dict[str, Any] = {"index": outcome.index, "number": outcome.number, "status": outcome.status}
    beside = {"id": outcome.given_id, "columns": outcome.columns, "given": outcome.given}
    found |= {name: value for name, value in beside.items() if value}
    return found | ({"result": outcome.result} if outcome.result is not None else {"problem": outcome.problem})


def _cells(outcome: ItemOutcome) -> dict[str, object]:
    found: dict[str, object] = {"number": outcome.number, "id": outcome.given_id, "status": outcome.status}
    if outcome.is_deleted:
        return found
    if outcome.result is None:
        return found | _given(outcome.given) | {"problem": problem_in_words(outcome.problem or {})}
    result = outcome.result
    named = ("original_text", "transformed_text", "transformation_type", "intensity", "tier")
    return found | {
        **{name: result[name] for name in named},
        "facts": result["facts"]["status"],
        "questions": " / ".join(question["text"] for question in result["questions"]),
        "warnings": " / ".join(warning["message"] for warning in result["warnings"]),
        "unsure": " / ".join(f"{each['text']} → {each['message']}" for each in result.get("unsure", ())),
    }


def _given(item: Item) -> dict[str, object]:
    """What a body that was refused says, in our columns; whatever it holds."""
    said = {"original_text": "text", "transformation_type": "transformation_type", "intensity": "intensity"}
    return {column: _cell(item[name]) for column, name in said.items() if name in item}


def _cell(value: object) -> str:
    """Text as it is, another value of JSON as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _of_field(found: Mapping[str, Any]) -> str:
    name = found["field"]
    return gettext("%(field)s: %(detail)s") % {"field": FIELDS.get(name, name), "detail": found["detail"]}


def problem_in_words(problem: Mapping[str, Any]) -> str:
    """A problem as one sentence, with the fields it is about."""
    fields = "; ".join(_of_field(one) for one in problem.get("errors", []))
    return fields or str(problem.get("detail", ""))
