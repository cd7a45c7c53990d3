"""End all keys of somebody."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.models import ApiKey
from apps.accounts.queries.places import places_of
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for


@transaction.atomic
def end_api_keys(*, user_id: UUID) -> None:
    """In every organization of theirs: the next call with any of them is refused. Checks no rights: verbs do. With the user's
    row locked, so that no key is made meanwhile.
    """
    for organization_id in places_of(user_id):
        with acting_for(organization_id):
            live = ApiKey.objects.select_for_update().filter(user=user_id, revoked_at=None)
            ended = list(live.order_by("id").values_list("id", flat=True))
            ApiKey.objects.filter(id__in=ended).update(revoked_at=clock.now())
        for key_id in ended:
            append_audit(organization_id=organization_id, actor_id=user_id, action="api_key.revoked", subject=key_id)
