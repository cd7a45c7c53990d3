"""Sign-ins of somebody ask for a password alone again."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.send_security_notice import notify_of
from apps.accounts.models import BackupCode, SecondFactor


@transaction.atomic
def switch_off_second_factor(*, user_id: UUID) -> None:
    """Forget the authenticator and the backup codes, and tell the person. Checks no rights: whoever calls it does."""
    SecondFactor.objects.filter(user=user_id).delete()
    BackupCode.objects.filter(user=user_id).delete()
    notify_of("second_factor_off", user_id)
