"""End a sign-in and all of its tokens."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.models import TokenFamily
from tonebridge.resilience import clock


@transaction.atomic
def revoke_token_family(*, family_id: UUID, why: str = "session.ended") -> None:
    """From now on neither its refresh token nor its access tokens work. Ending it twice is fine.

    `why` is the word for the audit: `session.reused` where a refresh token came a second time.
    """
    family = TokenFamily.objects.select_for_update().filter(id=family_id, revoked_at=None).first()
    if family is None:
        return
    family.revoked_at = clock.now()
    family.save(update_fields=["revoked_at"])
    append_audit(
        organization_id=family.organization_id,
        actor_id=family.user_id,
        credential=f"jwt:{family.id}",
        action=why,
        subject=family.id,
    )
