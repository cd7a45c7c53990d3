"""Users for doors that know them already."""

from uuid import UUID

from apps.accounts.models import User


def active_user(user_id: UUID) -> User | None:
    """The user, unless suspended."""
    return User.objects.filter(id=user_id, is_active=True).first()
