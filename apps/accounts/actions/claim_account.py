"""Somebody shows that an address is theirs, and may not be who registered with it."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.end_api_keys import end_api_keys
from apps.accounts.actions.end_sign_ins import SignIn, end_sign_ins
from apps.accounts.actions.mark_verified import mark_verified
from apps.accounts.actions.record_audit import record_for_person
from apps.accounts.models import BackupCode, SecondFactor, User


@transaction.atomic
def claim_account(*, user_id: UUID, but: SignIn | None = None) -> bool:
    """Verify the address, and end everything that was made before: keys, sign-ins with their sessions, connections and
    tickets, the second factor with its backup codes. `but` is the sign-in that came with the proof, and goes on.

    Whether it was the first proof: of an address that is verified, nothing changes. Devices aren't remembered before
    (`web.session.remember_device`). Checks no rights: verbs do, by a link that was sent to the address.
    """
    user = User.objects.select_for_update().get(id=user_id)
    if user.email_verified:
        return False
    mark_verified(user)
    end_sign_ins(
        user_id=user_id, but=but
    )  # before the audit's lock is taken: `end_sign_in` takes a session's first, too
    end_api_keys(user_id=user_id)
    SecondFactor.objects.filter(user=user_id).delete()
    BackupCode.objects.filter(user=user_id).delete()
    record_for_person(user_id, "account.claimed")
    return True
