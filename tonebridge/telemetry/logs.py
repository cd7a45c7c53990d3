"""Logs: one JSON object a line, with the request it belongs to and never a message's text.

An exception is written as its class and the places it passed, without its message and without local values: both can
hold what a user wrote (a driver's error quotes the row it refused). Values of extras are written only where their type
says how (numbers, words, ids, times); of any other object, its class is named.
"""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from traceback import extract_tb
from types import TracebackType
from uuid import UUID

from tonebridge.telemetry.context import get_request_id

TEXT_KEYS = frozenset({"text", "original_text", "transformed_text", "body"})
"""Extras of these names, at any depth, are left out."""

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "request_id"}
DEEPEST = 4
BEHIND_A_TARGET = re.compile(r"\?[^\s\"'<>]*")
"""With a value in it, it is a query. Tickets and links that open something stand there. It always matches where it begins, so that
however many question marks a line has, it is looked through once.
"""
EVERY_S = 1.0


class RequestIdFilter(logging.Filter):
    """Put the id of the request being served on the record, unless the caller named one."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "request_id"):
            record.request_id = get_request_id()
        return True


class Bounded(logging.Filter):
    """What strangers can cause, as often as they like: of each kind a line a second, and how many were left out; all are counted."""

    def __init__(self) -> None:
        super().__init__()
        self._next: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        from tonebridge.telemetry import metrics  # whose folder may not be known yet when logging is set up

        metrics.SERVER_COMPLAINTS.labels(record.levelname).inc()
        due, left_out = self._next.get(_kind(record), (0.0, 0))
        if record.created < due:
            self._next[_kind(record)] = (due, left_out + 1)
            return False
        self._next[_kind(record)] = (record.created + EVERY_S, 0)
        record.left_out = left_out
        return True


def _kind(record: logging.LogRecord) -> str:
    """As many as there are calls of a logger and classes of errors: never what a stranger wrote."""
    error = record.exc_info[1] if record.exc_info else None
    return f"{record.pathname}:{record.lineno} {class_name(error) if error else ''}"


def without_queries(said: str) -> str:
    """The same without what stands behind the question mark of a request's target."""
    return BEHIND_A_TARGET.sub(lambda found: "?…" if "=" in found[0] else found[0], said)


class JsonFormatter(logging.Formatter):
    """`ts, level, logger, message, request_id`, then the extras, then `exception` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_queries(record.getMessage()),
            "request_id": getattr(record, "request_id", ""),
        }
        line |= {key: _plain(value) for key, value in vars(record).items() if key not in STANDARD | TEXT_KEYS}
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = described(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def described(error: BaseException) -> list[dict[str, object]]:
    """The exception and its causes, outermost first: class and `file:line function` of each frame."""
    chain: list[dict[str, object]] = []
    while error is not None and len(chain) < DEEPEST:
        chain.append({"class": class_name(error), "at": places(error.__traceback__)})
        error = error.__cause__ or error.__context__  # type: ignore[assignment]  # None ends the loop
    return chain


def class_name(error: BaseException) -> str:
    """The full name of the error's class."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


def places(traceback: TracebackType | None) -> list[str]:
    """`file:line function` of each frame, outermost first."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(traceback)]


def _plain(value: object, depth: int = 0) -> object:
    if isinstance(value, str):
        return without_queries(value)
    if value is None or isinstance(value, int | float | bool):
        return value
    if isinstance(value, UUID | datetime | date):
        return str(value)
    if isinstance(value, Enum):
        return _plain(value.value, depth)
    return _plain_group(value, depth)


def _plain_group(value: object, depth: int) -> object:
    if depth < DEEPEST and isinstance(value, Mapping):
        return {str(key): _plain(item, depth + 1) for key, item in value.items() if key not in TEXT_KEYS}
    if depth < DEEPEST and isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes | bytearray):
        return [_plain(item, depth + 1) for item in value]
    return f"<{type(value).__name__}>"
