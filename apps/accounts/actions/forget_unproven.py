"""Delete accounts whose address nobody has proven in time, provisional ones as well as those that claim theirs."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.lock_out import is_alone, lock_out
from apps.accounts.actions.record_audit import append_audit
from apps.accounts.models import User
from apps.accounts.queries.places import places_of
from tonebridge.errors import Conflict, OnHold
from tonebridge.resilience import clock


def forget_unproven() -> None:
    """Lock them out and leave the deleting to jobs. Of those that registered by themselves and are alone in their
    organization: whoever joined one by invitation has proven the address. Under a legal hold they stay until it ends.
    """
    due = User.objects.filter(email_verified_at=None, proof_due_at__lt=clock.now(), is_active=True)
    for user_id in list(due.order_by("proof_due_at").values_list("id", flat=True)):
        try:
            _expire(user_id)
        except (OnHold, Conflict):
            continue


@transaction.atomic
def _expire(user_id: UUID) -> None:
    """Looks again under a lock: the address may have been proven a moment ago."""
    unproven = User.objects.filter(id=user_id, email_verified_at=None, is_staff=False)
    user = unproven.select_for_update().first()
    organizations = places_of(user_id)
    if user is None or not all(is_alone(user_id, each) for each in organizations):
        return
    lock_out(user)
    for organization_id in organizations:
        append_audit(organization_id=organization_id, actor_id=None, action="account.expired", subject=user_id)
