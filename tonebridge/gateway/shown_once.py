"""Answers that hold a secret: they are shown once, so an Idempotency-Key keeps that the call was made, and not what it answered.

Whoever repeats the call later, perhaps with a sign-in that is too old to make it, is told so.
"""

import json
import re

from django.utils.translation import gettext_lazy as _

from tonebridge.errors import Conflict
from tonebridge.gateway.exchange import Exchange
from tonebridge.rest.problem import CONTENT_TYPE, problem_of

DOORS = re.compile(r"/api/v1/(?:api-keys(?:/[^/]+/rotate)?|auth/.+|ws/ticket)")
SHOWN = _(
    "A request was already made with this Idempotency-Key. Its response contained a secret, which is shown only once."
)

Kept = tuple[int, bytes, str]
"""Status, body and content type."""


def as_kept(exchange: Exchange, status: int, body: bytes, content_type: str) -> Kept:
    """What is stored of a successful answer: the answer itself, or that it was given."""
    if not body or not 200 <= status < 300 or not DOORS.fullmatch(exchange.path):
        return status, body, content_type
    told = Conflict(SHOWN)
    problem = json.dumps(problem_of(told, exchange.request_id), ensure_ascii=False).encode()
    return told.status, problem, CONTENT_TYPE
