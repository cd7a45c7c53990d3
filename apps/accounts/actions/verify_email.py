"""Prove an e-mail address with the link that was sent to it."""

from django.db import transaction

from apps.accounts.actions.record_audit import record_for_person
from apps.accounts.models import OneTimeToken
from apps.accounts.queries.link_tokens import live_link_token
from tonebridge.resilience import clock


@transaction.atomic
def verify_email(*, token: str) -> None:
    """The address counts as its user's from now on. Raises ValidationFailed for a link that isn't good any more."""
    row = live_link_token(token, OneTimeToken.VERIFY_EMAIL, lock=True)
    now = clock.now()
    OneTimeToken.objects.filter(user=row.user, purpose=OneTimeToken.VERIFY_EMAIL, used_at=None).update(used_at=now)
    row.user.email_verified_at = now
    row.user.save(update_fields=["email_verified_at"])
    record_for_person(row.user_id, "email.verified")
