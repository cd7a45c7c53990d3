"""An address counts as its user's from now on."""

from apps.accounts.models import OneTimeToken, User
from tonebridge.resilience import clock


def mark_verified(user: User) -> None:
    """In the caller's transaction, with the user's row locked; links that would verify it end. Checks nothing: verbs do."""
    now = clock.now()
    OneTimeToken.objects.filter(user=user, purpose=OneTimeToken.VERIFY_EMAIL, used_at=None).update(used_at=now)
    user.email_verified_at, user.proof_due_at = now, None
    user.save(update_fields=["email_verified_at", "proof_due_at"])
