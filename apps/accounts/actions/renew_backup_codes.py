"""New backup codes in place of the old ones."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.pass_second_factor import pass_second_factor
from apps.accounts.actions.record_audit import record_for_person
from apps.accounts.actions.send_security_notice import notify_of
from apps.accounts.credentials.backup_codes import digest_of, new_backup_codes
from apps.accounts.models import BackupCode, SecondFactor
from tonebridge.errors import Conflict

OFF = _("Two-step sign-in is off.")


def renew_backup_codes(*, user_id: UUID, code: str) -> tuple[str, ...]:
    """Ten codes, shown this once; earlier ones stop working. Raises Unauthorized, RateLimited, and Conflict where the
    second factor is off.
    """
    ensure_second_factor_is_on(user_id)
    pass_second_factor(user_id=user_id, code=code)
    with transaction.atomic():
        record_for_person(user_id, "backup_codes.renewed")
        notify_of("backup_codes_renewed", user_id)
        return replace_backup_codes(user_id)


def ensure_second_factor_is_on(user_id: UUID) -> None:
    """Raises Conflict where it is off."""
    if not SecondFactor.objects.filter(user=user_id).exclude(confirmed_at=None).exists():
        raise Conflict(OFF)


def replace_backup_codes(user_id: UUID) -> tuple[str, ...]:
    """In the caller's transaction. Checks no rights: verbs do, before they come here."""
    codes, secret = new_backup_codes(), SecondFactor.objects.get(user=user_id).secret
    BackupCode.objects.filter(user=user_id).delete()
    BackupCode.objects.bulk_create([BackupCode(user_id=user_id, digest=digest_of(code, secret)) for code in codes])
    return codes
