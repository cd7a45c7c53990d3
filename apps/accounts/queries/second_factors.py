"""Whether someone's sign-in asks for a code."""

from datetime import datetime
from uuid import UUID

from apps.accounts.contracts import SecondFactorState
from apps.accounts.models import BackupCode, SecondFactor
from apps.accounts.rights import ensure_recent


def has_second_factor(user_id: UUID) -> bool:
    """Whether it is on. One query."""
    return SecondFactor.objects.filter(user=user_id).exclude(confirmed_at=None).exists()


def ensure_more_than_password(user_id: UUID, authenticated_at: datetime | None) -> None:
    """Where two-step sign-in is on, a password in the call isn't enough: a code must have been shown of late, by
    `authenticated_at`. Raises ReauthenticationRequired. One query.
    """
    if has_second_factor(user_id):
        ensure_recent(authenticated_at)


def second_factor_of(user_id: UUID) -> SecondFactorState:
    """On or off, and the backup codes that are left. Two queries."""
    left = BackupCode.objects.filter(user=user_id, used_at=None).count()
    return SecondFactorState(enabled=has_second_factor(user_id), backup_codes_left=left)
