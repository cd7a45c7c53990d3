"""End a sign-in and all of its tokens."""

from uuid import UUID

from apps.accounts.models import TokenFamily
from tonebridge.resilience import clock


def revoke_token_family(*, family_id: UUID) -> None:
    """From now on neither its refresh token nor its access tokens work. Ending it twice is fine."""
    TokenFamily.objects.filter(id=family_id, revoked_at=None).update(revoked_at=clock.now())
