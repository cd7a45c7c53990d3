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
    end_sign_ins(user_id=user_id, but=but)  # first: a session's lock comes before the audit's, as in `end_sign_in`
    claim_beside_sign_ins(user)
    return True


def claim_beside_sign_ins(user: User) -> None:
    """In the caller's transaction, which has locked the user's row, seen that the address isn't verified, and ended all
    sign-ins: as a new password does.
    """
    mark_verified(user)
    end_api_keys(user_id=user.id)
    SecondFactor.objects.filter(user=user).delete()
    BackupCode.objects.filter(user=user).delete()
    record_for_person(user.id, "account.claimed")
