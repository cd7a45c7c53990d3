"""Switch the second factor off."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.pass_second_factor import pass_second_factor
from apps.accounts.actions.record_audit import record_for_person
from apps.accounts.actions.renew_backup_codes import ensure_second_factor_is_on
from apps.accounts.actions.switch_off_second_factor import switch_off_second_factor


def remove_second_factor(*, user_id: UUID, code: str) -> None:
    """Sign-ins ask for a password alone again. Raises Unauthorized, RateLimited, and Conflict where it is off."""
    ensure_second_factor_is_on(user_id)
    pass_second_factor(user_id=user_id, code=code)
    with transaction.atomic():
        switch_off_second_factor(user_id=user_id)
        record_for_person(user_id, "second_factor.off")
