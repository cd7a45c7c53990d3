"""Traces: nothing unless a collector is named; then names, times and classes, and no words."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.conf import LazySettings
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tonebridge.telemetry import tracing

CALLER = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
TEXT = "これは本文です"


class Collector(HTTPServer):
    """An OTLP collector: keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Exported)
        self.bodies: list[bytes] = []

    @property
    def spans(self) -> dict[str, Span]:
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        scopes = [scope for request in requests for group in request.resource_spans for scope in group.scope_spans]
        return {span.name: span for scope in scopes for span in scope.spans}


class Exported(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Collector)
        assert self.path == "/v1/traces"
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Say nothing."""


@pytest.fixture
def collector(settings: LazySettings) -> Iterator[Collector]:
    with Collector() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.OTEL_EXPORTER_OTLP_ENDPOINT = f"http://127.0.0.1:{server.server_port}"
        yield server
        tracing.shut_down()
        server.shutdown()
        thread.join()


def test_without_a_collector_a_span_is_nothing() -> None:
    tracing.configure("house")
    with tracing.span("rewrite", attempt=1) as span:
        assert span is None
        assert tracing.outgoing_headers() == {}


def test_spans_reach_the_collector_as_part_of_the_callers_trace(collector: Collector) -> None:
    tracing.configure("house")
    with tracing.span("door", parent=CALLER), tracing.span("rewrite", tier="rules"):
        headers = tracing.outgoing_headers()
    tracing.shut_down()
    door, rewrite = collector.spans["door"], collector.spans["rewrite"]
    assert door.parent_span_id.hex() == "b7ad6b7169203331"
    assert rewrite.parent_span_id == door.span_id
    assert headers["traceparent"] == f"00-0af7651916cd43dd8448eb211c80319c-{rewrite.span_id.hex()}-01"
    assert b"house" in collector.bodies[0]


def test_a_failed_span_names_the_error_and_not_its_words(collector: Collector) -> None:
    tracing.configure("house")
    with pytest.raises(ValueError, match=TEXT), tracing.span("rewrite"):
        raise ValueError(TEXT)
    tracing.shut_down()
    attributes = {pair.key: pair.value.string_value for pair in collector.spans["rewrite"].attributes}
    assert attributes == {"error.type": "builtins.ValueError"}
    assert TEXT.encode() not in b"".join(collector.bodies)
