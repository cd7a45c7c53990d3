"""Logs: one JSON object a line that says what, where and for whom, and never what a user wrote."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from io import StringIO
from typing import Any
from uuid import UUID

import pytest

from tonebridge.telemetry import context, metrics
from tonebridge.telemetry.logs import Bounded, JsonFormatter, RequestIdFilter, without_queries

TEXT = "この仕様は無理です"


class Log:
    """A logger, and what it has written."""

    def __init__(self) -> None:
        self.stream = StringIO()
        handler = logging.StreamHandler(self.stream)
        handler.setFormatter(JsonFormatter())
        handler.addFilter(RequestIdFilter())
        self.logger = logging.Logger("house")
        self.logger.addHandler(handler)

    @property
    def line(self) -> dict[str, Any]:
        """The one line there is, read as JSON."""
        (line,) = self.stream.getvalue().splitlines()
        return dict(json.loads(line))


@pytest.fixture
def log() -> Iterator[Log]:
    yield Log()


class Colour(Enum):
    RED = "red"


class Message:
    """Something that would print its text."""

    def __repr__(self) -> str:
        return TEXT


def fail_with(words: str) -> None:
    local_copy = words
    try:
        raise KeyError(local_copy)
    except KeyError as error:
        raise ValueError(f"could not read {words}") from error


def test_a_line_says_when_how_bad_who_and_for_which_request(log: Log) -> None:
    with context.request("req-42"):
        log.logger.warning("job.%s", "failed", extra={"attempt": 2})
    line = log.line
    assert datetime.fromisoformat(line.pop("ts")).tzinfo is not None
    assert line == {
        "level": "WARNING",
        "logger": "house",
        "message": "job.failed",
        "request_id": "req-42",
        "attempt": 2,
    }


def test_outside_of_a_request_the_id_is_empty(log: Log) -> None:
    with context.request("req-42"):
        pass
    log.logger.warning("idle")
    assert log.line["request_id"] == ""


@pytest.mark.parametrize("key", ["text", "original_text", "transformed_text", "body"])
def test_a_text_among_the_extras_is_left_out_at_any_depth(log: Log, key: str) -> None:
    log.logger.warning("seen", extra={key: TEXT, "request": {key: TEXT, "deeper": [{key: TEXT}], "size": 9}})
    assert log.line["request"] == {"deeper": [{}], "size": 9}
    assert TEXT not in log.stream.getvalue()


def test_an_exception_is_its_class_and_its_places(log: Log) -> None:
    try:
        fail_with(TEXT)
    except ValueError:
        log.logger.exception("broken")
    outer, cause = log.line["exception"]
    assert (outer["class"], cause["class"]) == ("builtins.ValueError", "builtins.KeyError")
    assert outer["at"][-1].endswith(" fail_with")
    assert "test_logs.py" in cause["at"][0]
    assert TEXT not in log.stream.getvalue()


def test_objects_are_named_and_not_printed(log: Log) -> None:
    log.logger.warning("seen", extra={"message_object": Message(), "raw": TEXT.encode(), "many": [Message()]})
    assert (log.line["message_object"], log.line["raw"], log.line["many"]) == ("<Message>", "<bytes>", ["<Message>"])


def test_ids_times_and_codes_are_written_plainly(log: Log) -> None:
    number = UUID(int=7)
    log.logger.warning("seen", extra={"id": number, "at": datetime(2026, 1, 2, tzinfo=UTC), "colour": Colour.RED})
    assert (log.line["id"], log.line["at"], log.line["colour"]) == (str(number), "2026-01-02 00:00:00+00:00", "red")


def test_nobody_writes_a_line_of_their_own_into_the_log(log: Log) -> None:
    log.logger.warning('x\r\n{"level": "INFO"}\x1b[31m')
    assert log.line["message"] == 'x\r\n{"level": "INFO"}\x1b[31m'
    assert "\x1b" not in log.stream.getvalue()


def test_something_that_holds_itself_is_still_logged(log: Log) -> None:
    endless: list[object] = []
    endless.append(endless)
    log.logger.warning("seen", extra={"endless": endless})
    assert "<list>" in log.stream.getvalue()


TICKET = "kD3vTz7wQn5YtJr8"


@pytest.mark.parametrize(
    "said", [f'127.0.0.1:9 - "WebSocket /ws/v1/?ticket={TICKET}" 403', f"GET https://a.example/x?a=1&token={TICKET}#b"]
)
def test_no_query_of_a_target_is_written(log: Log, said: str) -> None:
    log.logger.warning("%s", said, extra={"url": said})
    assert TICKET not in log.stream.getvalue() and "?…" in log.line["message"]


@pytest.mark.parametrize(
    ("said", "written"),
    [(f"/x??{TICKET}?a=1 200", "/x?… 200"), ("/x?a", "/x?a"), ("what? a=1", "what? a=1"), ("/x?=", "/x?…"), ("", "")],
)
def test_what_is_taken_for_a_query_has_a_value_and_goes_whole(said: str, written: str) -> None:
    assert without_queries(said) == written


GROWTH = """
import resource, sys
from tonebridge.telemetry.logs import without_queries
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
said = sys.argv[1] * 1_000_000
print(without_queries(said) == said)
"""


@pytest.mark.parametrize("unit", ["?", "?a"])
def test_a_long_line_is_looked_through_once(unit: str) -> None:
    """In seconds of a processor: looked through from each question mark anew, it would take minutes."""
    ended = subprocess.run([sys.executable, "-c", GROWTH, unit], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "True\n")


@pytest.mark.parametrize("name", ["uvicorn.error", "uvicorn.access", "websockets.server", "django.request", "openai"])
def test_nothing_is_written_below_a_warning_where_targets_and_cookies_stand(name: str) -> None:
    assert not logging.getLogger(name).isEnabledFor(logging.INFO)


@pytest.mark.parametrize("name", ["uvicorn.error", "websockets.server"])
def test_what_strangers_cause_is_bounded(name: str) -> None:
    assert any(isinstance(each, Bounded) for each in logging.getLogger(name).filters)


def _counted() -> float:
    return float(metrics.SERVER_COMPLAINTS.labels("WARNING")._value.get())


def test_a_flood_of_bad_requests_is_a_line_a_second_and_counted(log: Log) -> None:
    before = _counted()
    log.logger.addFilter(Bounded())
    said = {"msg": "Invalid HTTP request received.", "levelname": "WARNING", "levelno": logging.WARNING}
    for number in range(300):
        log.logger.handle(logging.makeLogRecord(said | {"created": 1_700_000_000 + number / 150 * 1.1}))
    lines = [json.loads(line) for line in log.stream.getvalue().splitlines()]
    assert [line["left_out"] for line in lines] == [0, 136, 136]
    assert _counted() - before == 300


def test_another_kind_of_failure_is_written_beside_a_flood(log: Log) -> None:
    log.logger.addFilter(Bounded())
    for error in (ValueError, ValueError, KeyError):
        log.logger.warning("Exception in ASGI application", exc_info=error())
    assert len(log.stream.getvalue().splitlines()) == 2
