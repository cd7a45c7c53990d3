"""End the keys that are older than the proof of their owner's address: whoever made them may have been somebody else."""

from django.db import transaction

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.models import ApiKey
from apps.accounts.queries.api_keys import early_api_keys
from tonebridge.resilience import clock


@transaction.atomic
def revoke_early_api_keys() -> int:
    """How many were revoked. For operators, as the system: today's versions make no such keys."""
    found = list(early_api_keys().select_for_update(of=("self",)))
    ApiKey.objects.filter(id__in=[key.id for key in found]).update(revoked_at=clock.now())
    for key in found:
        append_audit(organization_id=key.organization_id, actor_id=None, action="api_key.revoked", subject=key.id)
    return len(found)
