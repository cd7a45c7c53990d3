"""Nothing that these people hold works any more."""

from collections.abc import Collection
from uuid import UUID

from apps.accounts.models import ApiKey, TokenFamily
from tonebridge.resilience import clock


def revoke_credentials(*, user_ids: Collection[UUID]) -> None:
    """End their sign-ins and keys. Sessions of pages hold as long as the user is active, and no longer."""
    TokenFamily.objects.filter(user__in=user_ids, revoked_at=None).update(revoked_at=clock.now())
    ApiKey.objects.filter(user__in=user_ids, revoked_at=None).update(revoked_at=clock.now())
