"""Answers to what never becomes a request: written to the connection as they stand, each its last."""

from http import HTTPStatus

from tonebridge.telemetry import metrics

PROBLEM = (
    '{"type": "urn:tonebridge:problem:%s", "title": "%s", "status": %d, "detail": "%s", "code": "%s", "request_id": "", '
    '"errors": []}'
)


def _refusal(status: int, title: str, detail: str, code: str = "INVALID_REQUEST", more: str = "") -> bytes:
    problem = PROBLEM % (code.lower(), title, status, detail, code)
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: application/problem+json\r\n{more}"
    return f"{head}connection: close\r\ncontent-length: {len(problem)}\r\n\r\n{problem}".encode()


AGAIN = "retry-after: 5\r\n"
BROKEN = _refusal(400, "Invalid request", "What was sent isn't a valid HTTP/1.1 request.")
TOO_SLOW = _refusal(408, "Too slow", "The head of the request did not arrive in time.")
TOO_LARGE = _refusal(
    431, "Head too large", "The head of a request may have 32 kB, an address of 8 kB and 100 header fields."
)
TOO_MANY = _refusal(429, "Too many connections", "Close some of your connections first.", "RATE_LIMITED", AGAIN)
TOO_MUCH = _refusal(
    429, "Too much at once", "Send fewer requests at the same time, or their heads in one piece.", "RATE_LIMITED", AGAIN
)
FULL = _refusal(
    503, "Not available right now", "Too much is under way. Try again shortly.", "SERVICE_UNAVAILABLE", AGAIN
)
STATUSES = {"400": BROKEN, "408": TOO_SLOW, "429": TOO_MUCH, "431": TOO_LARGE, "503": FULL}
"""What a head may be refused with."""
_by_status = metrics.children(metrics.HEADS_REFUSED, STATUSES)
_counters = {answer: _by_status[status] for status, answer in STATUSES.items()}


def count_head(answer: bytes) -> None:
    """One more head that was refused with this answer."""
    _counters[answer].inc()


class Refused(Exception):
    """The parser need not go on."""
