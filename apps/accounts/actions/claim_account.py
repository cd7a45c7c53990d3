"""Somebody shows that an address is theirs, and may not be who registered with it."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from apps.accounts.actions.end_api_keys import end_api_keys
from apps.accounts.actions.mark_verified import mark_verified
from apps.accounts.actions.record_audit import record_for_person
from apps.accounts.models import BackupCode, SecondFactor, TokenFamily, User
from apps.accounts.queries.places import places_of
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for


@transaction.atomic
def claim_account(*, user_id: UUID, but: UUID | None = None) -> bool:
    """Verify the address, and end everything that was made before: keys, sign-ins with their sessions, connections and
    tickets, the second factor with its backup codes. `but` is the sign-in that came with the proof, and goes on.

    Whether it was the first proof: of an address that is verified, nothing changes. Devices aren't remembered before
    (`web.session.remember_device`). Checks no rights: verbs do, by a link that was sent to the address.
    """
    user = User.objects.select_for_update().get(id=user_id)
    if user.email_verified:
        return False
    mark_verified(user)
    end_api_keys(user_id=user_id)
    _end_sign_ins(user_id, but)
    SecondFactor.objects.filter(user=user_id).delete()
    BackupCode.objects.filter(user=user_id).delete()
    record_for_person(user_id, "account.claimed")
    return True


def _end_sign_ins(user_id: UUID, but: UUID | None) -> None:
    """Sessions end with their version; a page that goes on keeps its own (`web.session.keep_session`)."""
    User.objects.filter(id=user_id).update(session_version=F("session_version") + 1)
    for organization_id in places_of(user_id):
        with acting_for(organization_id):
            live = TokenFamily.objects.filter(user=user_id, revoked_at=None)
            (live.exclude(id=but) if but else live).update(revoked_at=clock.now())
