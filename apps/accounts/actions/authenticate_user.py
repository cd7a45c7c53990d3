"""Check an e-mail address and a password."""

import hashlib

from django.conf import settings
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.credentials.devices import is_device_of
from apps.accounts.models import User
from apps.accounts.queries.places import chains_of
from apps.accounts.tries import PASSWORDS, account_bucket, give_back, spend
from tonebridge.errors import Unauthorized
from tonebridge.ids import uuid7
from tonebridge.telemetry.security_events import count_event

REFUSED = _("The email address or password isn't right.")


def authenticate_user(*, email: str, password: str, device: str = "") -> User:
    """The user, if the password is theirs. Raises Unauthorized, and RateLimited after too many wrong passwords.

    One answer and the same work for a wrong password, an unknown address, a suspended user, a provisional account and, where that
    is asked for, one whose address isn't proven: Django's backend hashes the password even where there is nobody to compare it with.
    Tries are counted by account, whoever makes them; those from a `device` that signed in to it before are counted apart, so that a
    stranger's guesses don't lock the owner out.
    """
    bucket = account_bucket("password", email)
    if device and is_device_of(device, email):
        bucket += f":{hashlib.sha256(device.encode()).hexdigest()[:16]}"
    spend(bucket, PASSWORDS)
    user = authenticate(username=email, password=password)
    if not isinstance(user, User) or user.is_provisional or _is_unproven(user):
        _record_refusal(email)
        raise Unauthorized(REFUSED)
    give_back(bucket, PASSWORDS)
    return user


def _is_unproven(user: User) -> bool:
    """Whether nobody has shown yet that the address is theirs, where that is asked for: who just registered would
    learn by signing in that the address was free.
    """
    return bool(settings.SIGN_IN_NEEDS_VERIFIED_EMAIL) and user.email_verified_at is None


def _record_refusal(email: str) -> None:
    """In the audit of the account's organization; of an address that nobody has proven to be theirs, in nobody's: whoever
    registered with it would find out there whether it was free. The same work for both.
    """
    count_event("session.refused")
    known = User.objects.filter(email=email).exclude(email_verified_at=None).first()
    append_audit(
        organization_id=chains_of(known.id if known else uuid7())[0],
        actor_id=None,
        action="session.refused",
        subject=known.id if known else "",
    )
