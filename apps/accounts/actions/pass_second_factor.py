"""Ask for a second factor, from those who have one."""

from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.note_wrong_code import note_wrong_code
from apps.accounts.credentials.backup_codes import is_kept_as
from apps.accounts.credentials.totp import matching_step
from apps.accounts.models import BackupCode, SecondFactor
from tonebridge.errors import FieldError, RateLimited, Unauthorized
from tonebridge.resilience import clock
from tonebridge.telemetry.security_events import count_event

MOST_TRIES, TRIES_COUNT_FOR = 5, timedelta(minutes=15)
NEEDED = _("Enter the code from your authenticator app, or a backup code.")
WRONG = _("That code isn't right or has already been used. Try another.")


class Outcome(Enum):
    """What became of a code."""

    ACCEPTED, WRONG, TOO_MANY, NOT_ASKED = range(4)


def pass_second_factor(*, user_id: UUID, code: str, signing_in: bool = False) -> None:
    """Accept a code, once. Nothing is asked of users without a second factor. `signing_in`: whoever asks has shown the
    password, and isn't signed in yet.

    Raises Unauthorized for a code that is missing, wrong or used before, and RateLimited after five wrong ones in a
    quarter of an hour. Call it outside of a transaction that the refusal would roll back: the try would not count.
    """
    outcome, tries = _tried(user_id, code.strip())
    if outcome is Outcome.TOO_MANY:
        count_event("tries.exhausted")
        raise too_many()
    if outcome is Outcome.WRONG and code.strip():
        note_wrong_code(user_id=user_id, in_a_row=tries, signing_in=signing_in)
    if outcome is Outcome.WRONG:
        raise refusal(WRONG, "second_factor_wrong") if code else refusal(NEEDED, "second_factor_required")


def refusal(detail: Promise, code: str) -> Unauthorized:
    """The answer to a missing or wrong code; `code` tells a client which."""
    return Unauthorized(detail, fields=(FieldError("code", code, detail),))


def too_many() -> RateLimited:
    """The answer after five wrong codes."""
    return RateLimited(retry_after_s=int(TRIES_COUNT_FOR.total_seconds()))


@transaction.atomic
def _tried(user_id: UUID, code: str) -> tuple[Outcome, int]:
    """What became of it, and how many were wrong in a row."""
    factor = SecondFactor.objects.select_for_update().filter(user=user_id).exclude(confirmed_at=None).first()
    if factor is None:
        return Outcome.NOT_ASKED, 0
    outcome = try_code(factor, code, clock.now()) if code else Outcome.WRONG
    return outcome, factor.tries


def try_code(factor: SecondFactor, code: str, now: datetime) -> Outcome:
    """Try a code against a row that the caller has locked. Right or wrong, it is written down."""
    if factor.tries_since + TRIES_COUNT_FOR <= now:
        factor.tries, factor.tries_since = 0, now
    if factor.tries >= MOST_TRIES:
        return Outcome.TOO_MANY
    accepted = _is_fresh_code(factor, code, now) or _spend_backup_code(factor, code, now)
    factor.tries = 0 if accepted else factor.tries + 1
    factor.save(update_fields=["tries", "tries_since", "last_step"])
    return Outcome.ACCEPTED if accepted else Outcome.WRONG


def _is_fresh_code(factor: SecondFactor, code: str, now: datetime) -> bool:
    """Each step's code counts once (RFC 6238 §5.2), and none older than one that was accepted."""
    step = matching_step(factor.secret, code.replace(" ", ""), now)
    if step is None or step <= factor.last_step:
        return False
    factor.last_step = step
    return True


def _spend_backup_code(factor: SecondFactor, code: str, now: datetime) -> bool:
    """All that are left are compared, whichever fits: there are ten at most."""
    unused = BackupCode.objects.filter(user=factor.user_id, used_at=None)
    fitting = [each.pk for each in unused if is_kept_as(code, factor.secret, each.digest)]
    return unused.filter(pk__in=fitting).update(used_at=now) == 1
