"""End one of one's sign-ins."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import record_for_person
from apps.accounts.actions.revoke_token_family import revoke_token_family
from apps.accounts.models import PageSession, TokenFamily
from apps.accounts.queries.places import places_of
from tonebridge.errors import NotFound
from tonebridge.tenancy.identity import acting_for


@transaction.atomic
def end_sign_in(*, user_id: UUID, sign_in_id: UUID) -> None:
    """Its session or tokens, and what was opened with them. Raises NotFound, for another's as for none."""
    if PageSession.objects.filter(id=sign_in_id, user=user_id).end():
        record_for_person(user_id, "session.ended")
    elif not _ended_family(user_id, sign_in_id):
        raise NotFound()


def _ended_family(user_id: UUID, family_id: UUID) -> bool:
    for organization_id in places_of(user_id):
        with acting_for(organization_id):
            if TokenFamily.objects.filter(id=family_id, user=user_id, revoked_at=None).exists():
                revoke_token_family(family_id=family_id)
                return True
    return False
