"""Security events, by the word that names each: counted in `tonebridge_security_events_total`.

Most of them stand in the audit as well, under the same word. What each means, and what to do about it, is in docs/operations.md
("Security events").
"""

from typing import Literal, get_args

from tonebridge.telemetry import metrics

SecurityEvent = Literal[
    "rights.refused",
    "request.forged",
    "session.refused",
    "session.reused",
    "session.new_place",
    "second_factor.refused",
    "code.refused",
    "tries.exhausted",
    "api_key.new_network",
    "signature.refused",
    "signature.repeated",
    "idempotency.mismatched",
    "websocket.refused",
]
EVENTS: tuple[SecurityEvent, ...] = get_args(SecurityEvent)
_counters = metrics.children(metrics.SECURITY_EVENTS, EVENTS)


def count_event(event: SecurityEvent) -> None:
    """One more of it."""
    _counters[event].inc()
