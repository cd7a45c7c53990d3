"""Requests that were refused because too much was under way, counted by reason in `tonebridge_requests_shed_total`."""

from typing import Literal, get_args

from tonebridge.telemetry import metrics

Reason = Literal[
    "in_flight",
    "queue",
    "wait",
    "batch_in_flight",
    "batch_queue",
    "batch_wait",
    "pool",
    "connections",
    "connections_of_address",
    "pages_of_address",
    "held_bytes",
]
"""More work, or more connections, than the process can take; what an address has its share of; bytes of bodies and heads."""
REASONS: tuple[Reason, ...] = get_args(Reason)
_counters = {reason: metrics.REQUESTS_SHED.labels(reason) for reason in REASONS}
"""Made at the start, so that each is 0 until it happens: a rate over something that appears at 1 would be none."""


def count_shed(reason: Reason) -> None:
    """One more request or connection that was refused for it."""
    _counters[reason].inc()
