"""A result that nobody keeps, shown again to whoever got it: the browser sends the same form with our signature beside it.

So Back, another language and signing in cost no second try of the few that an address has.
"""

import hashlib
import json
from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict

from apps.accounts.contracts import Principal
from tonebridge.errors import NotFound
from tonebridge.limits.token_bucket import Rate, spend_now
from tonebridge.pages.limits import site_of
from tonebridge.resilience import clock

FIELD = "shown_before"
GOOD_FOR = timedelta(days=1)
AGAIN = Rate(20, 60)
"""How often an address may be shown again what it was shown."""
UNSIGNED = {FIELD, "csrfmiddlewaretoken"}


def signature_for(request: HttpRequest) -> str:
    """What a script sends along with the same fields to the same address, within a day."""
    until = clock.now() + GOOD_FOR
    return Signer(salt=FIELD).sign_object({"form": _digest(request), "until": until.timestamp()})


def was_shown(request: HttpRequest, member: Principal | None) -> bool:
    """Whether this very form was answered within the last day; takes one of what a visitor's address may be shown again. Members
    have a rate for such things (`live_rate.py`).

    Raises NotFound for a signature that isn't good for it, or not any more: a script asks for no new result. RateLimited.
    """
    if FIELD not in request.POST:
        return False
    if not _is_signed(request):
        raise NotFound
    if member is None:
        spend_now(f"again:{site_of(request)}", AGAIN)
    return True


def _is_signed(request: HttpRequest) -> bool:
    try:
        signed = Signer(salt=FIELD).unsign_object(request.POST[FIELD])
    except BadSignature:
        return False
    return bool(signed["form"] == _digest(request) and clock.now().timestamp() < signed["until"])


def _digest(request: HttpRequest) -> str:
    said = json.dumps([request.path, _fields(request.POST)])
    return hashlib.sha256(said.encode()).hexdigest()


def _fields(posted: QueryDict) -> list[tuple[str, list[str]]]:
    return sorted((name, [str(each) for each in values]) for name, values in posted.lists() if name not in UNSIGNED)
