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
BROKEN = _refusal(400, "Invalid request", "This isn't a valid HTTP/1.1 request.")
TOO_SLOW = _refusal(408, "Request timed out", "The request headers didn't arrive in time. Try again.")
TOO_LARGE = _refusal(
    431,
    "Request headers too large",
    "Request headers can be up to 32 kB, with a URL of up to 8 kB and up to 100 header fields.",
)
TOO_MANY = _refusal(429, "Too many connections", "Close some of your connections first.", "RATE_LIMITED", AGAIN)
TOO_MUCH = _refusal(
    429,
    "Too many requests",
    "Send fewer requests at the same time, or send each request's headers in one piece.",
    "RATE_LIMITED",
    AGAIN,
)
FULL = _refusal(503, "Not available right now", "The server is busy. Try again shortly.", "SERVICE_UNAVAILABLE", AGAIN)
STATUSES = {"400": BROKEN, "408": TOO_SLOW, "429": TOO_MUCH, "431": TOO_LARGE, "503": FULL}
"""What a head may be refused with."""
_by_status = metrics.children(metrics.HEADS_REFUSED, STATUSES)
_counters = {answer: _by_status[status] for status, answer in STATUSES.items()}


def count_head(answer: bytes) -> None:
    """One more head that was refused with this answer."""
    _counters[answer].inc()


class Refused(Exception):
    """The parser need not go on."""
