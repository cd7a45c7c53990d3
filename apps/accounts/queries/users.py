"""Users for doors that know them already."""

from uuid import UUID

from apps.accounts.models import User


def active_user(user_id: UUID) -> User | None:
    """The user, unless suspended."""
    return User.objects.filter(id=user_id, is_active=True).first()


def email_is_verified(user_id: UUID) -> bool:
    """Whether the user has proven that the address is theirs."""
    return User.objects.filter(id=user_id).exclude(email_verified_at=None).exists()
