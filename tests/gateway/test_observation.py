"""What a request leaves behind for operators: its way through the house, and none of its words."""

import logging
from collections.abc import Iterator

import pytest

from tests.cast import Person
from tests.front_door import Api
from tests.telemetry.test_tracing import CALLER, Collector, collector
from tonebridge.telemetry import metrics, tracing
from tonebridge.telemetry.logs import JsonFormatter

__all__ = ["collector"]

WORDS = "極秘計画オルフェウス"
SECRET = {"text": f"{WORDS}を明日までに直せ。", "transformation_type": "soften"}


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every line, from DEBUG up, as it would be written."""
    lines: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonFormatter().format(record))

    root, handler = logging.getLogger(), Listening()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_request_shows_its_way_from_the_door_to_the_database(api: Api, alice: Person, collector: Collector) -> None:
    tracing.configure("tonebridge-web")
    assert api(alice).post("/api/v1/transform", SECRET, headers=CALLER).status_code == 200
    tracing.shut_down()
    spans = collector.spans
    assert {"http.request", "transform", "provider", "db.query", "redis.eval"} <= set(spans)
    door = spans["http.request"]
    assert door.parent_span_id.hex() == CALLER["traceparent"].split("-")[2]
    assert spans["transform"].parent_span_id == door.span_id
    assert spans["provider"].parent_span_id == spans["transform"].span_id
    assert {span.trace_id for span in spans.values()} == {door.trace_id}


def test_no_words_of_a_message_stand_in_any_span_metric_or_line(
    api: Api, alice: Person, collector: Collector, logged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tracing.configure("tonebridge-web")
    door = api(alice)
    door.post("/api/v1/transform", SECRET)
    door.post("/api/v1/analyze", {"text": SECRET["text"]})
    door.post("/api/v1/transform", SECRET | {"intensity": 9})
    door.get(f"/api/v1/history?q={WORDS}")
    door.get(f"/api/v1/{WORDS}")
    door.as_(Idempotency_Key="words-1").post("/api/v1/glossary/terms", {"term": WORDS, "language": "ja", "plain": "x"})

    def broken(*_given: object, **_named: object) -> None:
        raise ValueError(f"{WORDS} is wrong")

    monkeypatch.setattr("apps.transform.story.pipeline.steps", broken)
    assert door.post("/api/v1/transform", SECRET).status_code == 500
    tracing.shut_down()
    found = b"".join(collector.bodies), metrics.exposition()[0], "\n".join(logged).encode()
    assert all(found) and len(collector.spans) > 4
    escaped = WORDS.encode("unicode_escape")
    assert [place for place in found if WORDS.encode() in place or escaped in place] == []
