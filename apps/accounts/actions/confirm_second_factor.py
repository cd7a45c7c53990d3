"""Switch the second factor on, with a first code."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.end_sign_ins import SignIn, end_sign_ins
from apps.accounts.actions.pass_second_factor import Outcome, refusal, too_many, try_code
from apps.accounts.actions.record_audit import record_for_person
from apps.accounts.actions.renew_backup_codes import replace_backup_codes
from apps.accounts.actions.send_security_notice import notify_of
from apps.accounts.models import SecondFactor, User
from apps.accounts.rights import ensure_recent
from apps.accounts.unverified import ensure_may_use_two_step
from tonebridge.errors import Conflict
from tonebridge.resilience import clock

WRONG = _("That code isn't right or has already been used. Wait for the next one.")
"""There are no backup codes yet, so the next is the authenticator's."""
NOT_BEGUN = _("Start by setting up an authenticator app.")


def confirm_second_factor(
    *, user_id: UUID, code: str, authenticated_at: datetime | None, but: SignIn | None = None
) -> tuple[str, ...]:
    """The backup codes, shown this once; from now on sign-ins ask for a code. Those from before showed a password alone, and
    end, but for the caller's, `but`.

    Raises ReauthenticationRequired by `authenticated_at`, Unauthorized for a wrong code, RateLimited after five, Conflict where
    nothing waits to be confirmed, EmailNotVerified, InvalidToken where the session `but` has ended.
    """
    ensure_recent(authenticated_at)
    outcome, codes = _confirmed(user_id, code.strip(), but)
    if outcome is Outcome.TOO_MANY:
        raise too_many()
    if outcome is not Outcome.ACCEPTED:
        raise refusal(WRONG, "second_factor_wrong")
    return codes


@transaction.atomic
def _confirmed(user_id: UUID, code: str, but: SignIn | None) -> tuple[Outcome, tuple[str, ...]]:
    user = User.objects.select_for_update().get(id=user_id)  # before the factor, as whoever ends sign-ins
    ensure_may_use_two_step(user)
    factor = SecondFactor.objects.select_for_update().filter(user=user_id, confirmed_at=None).first()
    if factor is None:
        raise Conflict(NOT_BEGUN)
    now = clock.now()
    outcome = try_code(factor, code, now)
    if outcome is not Outcome.ACCEPTED:
        return outcome, ()
    factor.confirmed_at = now
    factor.save(update_fields=["confirmed_at"])
    end_sign_ins(user_id=user_id, but=but)
    record_for_person(user_id, "second_factor.on")
    notify_of("second_factor_on", user_id)
    return outcome, replace_backup_codes(user_id)
