"""Put an organization on a plan."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.models import Organization, Plan, Subscription
from tonebridge.errors import NotFound
from tonebridge.resilience import clock


@transaction.atomic
def subscribe_organization(*, organization_id: UUID, plan_code: str) -> None:
    """End the running subscription and begin one on the plan, from now on. Raises NotFound for an unknown plan."""
    plan = Plan.objects.filter(code=plan_code).first()
    if plan is None:
        raise NotFound()
    Organization.objects.select_for_update().get(id=organization_id)
    running = Subscription.objects.filter(organization=organization_id, ends_at=None).first()
    if running is None or running.plan_id != plan.code:
        _begin(organization_id, plan, running)


def _begin(organization_id: UUID, plan: Plan, running: Subscription | None) -> None:
    now = clock.now()
    if running is not None and running.starts_at >= now:  # it never counted: there is no time to end it after
        running.delete()
    elif running is not None:
        running.ends_at = now
        running.save(update_fields=["ends_at"])
    Subscription.objects.create(organization_id=organization_id, plan=plan, starts_at=now)
    append_audit(organization_id=organization_id, actor_id=None, action="subscription.began", subject=plan.code)
