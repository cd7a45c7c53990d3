"""Sign someone out everywhere."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from apps.accounts.models import TokenFamily, User
from tonebridge.resilience import clock


@transaction.atomic
def end_sign_ins(*, user_id: UUID) -> None:
    """End every session and every token of the user, in all organizations. API keys are not sign-ins and go on."""
    User.objects.filter(id=user_id).update(session_version=F("session_version") + 1)
    TokenFamily.objects.filter(user=user_id, revoked_at=None).update(revoked_at=clock.now())
