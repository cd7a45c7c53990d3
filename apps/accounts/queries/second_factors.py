"""Whether someone's sign-in asks for a code."""

from uuid import UUID

from apps.accounts.contracts import SecondFactorState
from apps.accounts.models import BackupCode, SecondFactor


def has_second_factor(user_id: UUID) -> bool:
    """Whether it is on. One query."""
    return SecondFactor.objects.filter(user=user_id).exclude(confirmed_at=None).exists()


def second_factor_of(user_id: UUID) -> SecondFactorState:
    """On or off, and the backup codes that are left. Two queries."""
    left = BackupCode.objects.filter(user=user_id, used_at=None).count()
    return SecondFactorState(enabled=has_second_factor(user_id), backup_codes_left=left)
