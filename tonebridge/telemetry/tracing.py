"""Traces by OpenTelemetry: off, and nearly free, unless OTEL_EXPORTER_OTLP_ENDPOINT names a collector.

Spans carry names, codes and numbers. An exception leaves its class on its span, never its message: that can hold
what a user wrote. Context travels as W3C `traceparent` headers, over HTTP and on queued tasks.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings

from tonebridge.telemetry.logs import class_name

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

logger = logging.getLogger(__name__)
FIELDS = ("traceparent", "tracestate")
"""What is read of a caller's headers (W3C Trace Context)."""
Attribute = str | int | float | bool

_provider: "TracerProvider | None" = None


def configure(service: str) -> None:
    """Start exporting this process's spans as `service`. Once a process, after a fork; nothing without an endpoint."""
    global _provider
    if settings.OTEL_EXPORTER_OTLP_ENDPOINT and _provider is None:
        _provider = _exporting(service)
        logger.info("tracing.configured", extra={"service": service})


def is_on() -> bool:
    """Whether spans are exported."""
    return _provider is not None


def shut_down() -> None:
    """Send what is buffered and stop exporting."""
    global _provider
    if _provider is not None:
        _provider.shutdown()
        _provider = None


@contextmanager
def span(name: str, parent: Mapping[str, str] | None = None, **attributes: Attribute) -> Iterator["Span | None"]:
    """Time the block as a span. `parent`: headers of the caller in another process, as `outgoing_headers` made them."""
    if _provider is None:
        yield None
        return
    tracer = _provider.get_tracer("tonebridge")
    with tracer.start_as_current_span(
        name, _context(parent), attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield current
        except BaseException as error:
            _mark_failed(current, error)
            raise


def outgoing_headers() -> dict[str, str]:
    """`traceparent` (and `tracestate`) of the current span, for a call or a queued task; empty when tracing is off."""
    headers: dict[str, str] = {}
    if _provider is not None:
        _propagator().inject(headers)
    return headers


def _exporting(service: str) -> "TracerProvider":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT.rstrip("/") + "/v1/traces"
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    return provider


def _context(parent: Mapping[str, str] | None) -> "Context | None":
    return _propagator().extract(parent) if parent else None


def _propagator() -> "TraceContextTextMapPropagator":
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator()


def _mark_failed(current: "Span", error: BaseException) -> None:
    from opentelemetry.trace import StatusCode

    current.set_attribute("error.type", class_name(error))
    current.set_status(StatusCode.ERROR)
