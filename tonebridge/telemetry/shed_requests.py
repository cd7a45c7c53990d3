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
    "held_bytes_of_address",
    "held_bytes_of_person",
    "turns",
    "turns_of_person",
]
"""More work, or more connections, than the process can take; what an address or a person has a share of; bytes of bodies and heads."""
REASONS: tuple[Reason, ...] = get_args(Reason)
_counters = metrics.children(metrics.REQUESTS_SHED, REASONS)


def count_shed(reason: Reason) -> None:
    """One more request or connection that was refused for it."""
    _counters[reason].inc()
