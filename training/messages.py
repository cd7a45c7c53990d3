"""Messages of a file, as requests: one JSON object a line.

`id`, `lang`, `type`, `text`; where they matter `intensity` (1 to 3, else 2), `sender` and `reader` (roles), `context` (what else is known,
or an object as the API takes it) and `options` (as the API takes them). Other keys are for people.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import override

from apps.transform.bodies import TransformBody
from apps.transform.contracts import TransformRequest
from tonebridge.errors import ValidationFailed
from tonebridge.rest.bodies import parse

Line = dict[str, Any]  # JSON


def read_lines(path: Path) -> Iterator[tuple[int, Line]]:
    """Objects with an id, each with its line number from 1. Raises SystemExit for a line that is none, an id twice, an empty file."""
    seen: set[str] = set()
    for number, text in enumerate(_text(path).splitlines(), 1):
        if text.strip():
            line = _line(path, number, text)
            if line["id"] in seen:
                raise SystemExit(f"{path}, line {number}: the id {line['id']!r} is there twice.")
            seen.add(line["id"])
            yield number, line
    if not seen:
        raise SystemExit(f"{path} is empty.")


def read_messages(path: Path) -> dict[str, TransformRequest]:
    """Requests by id, in the file's order. Raises SystemExit with the line of a message that the API wouldn't take."""
    return {line["id"]: _request(path, number, line) for number, line in read_lines(path)}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{path} can't be read: {error}") from error


def _line(path: Path, number: int, text: str) -> Line:
    try:
        line = json.loads(text)
    except ValueError as error:
        raise SystemExit(f"{path}, line {number} is no JSON: {error}") from error
    if not isinstance(line, dict) or not isinstance(line.get("id"), str) or not line["id"]:
        raise SystemExit(f"{path}, line {number} is no object with an `id`.")
    return line


def _request(path: Path, number: int, line: Line) -> TransformRequest:
    try:
        return parse(TransformBody, _body(line)).request(reader_language=None)
    except (KeyError, TypeError, ValueError) as error:
        raise SystemExit(f"{path}, line {number} is no message: {error!r}") from error
    except ValidationFailed as error:
        with override("en"):
            wrong = "; ".join(f"{field.field}: {field.detail}" for field in error.fields)
        raise SystemExit(f"{path}, line {number} is no message: {wrong}") from error


def _body(line: Line) -> Line:
    """The message as the API takes it."""
    context = line.get("context") or {}
    context = {"background": context} if isinstance(context, str) else dict(context)
    roles = {"sender_role": line.get("sender"), "receiver_role": line.get("reader") or line.get("receiver")}
    return {
        "text": line["text"],
        "transformation_type": line["type"],
        "intensity": line.get("intensity", 2),
        "language": line["lang"],
        "context": context | {role: name for role, name in roles.items() if name},
        "options": line.get("options", {}),
    }
