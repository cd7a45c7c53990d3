"""Change an organization's own settings."""

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import OnSuspicion, OrganizationDetails, Principal
from apps.accounts.models import Organization
from apps.accounts.queries.organizations import organization_details, own_organization
from apps.accounts.queries.policies import SHARES_RESULTS, SUSPECTED_ORDERS
from apps.accounts.rights import ensure_owns_organization, ensure_recently_authenticated, ensure_runs_organization
from apps.accounts.unverified import Privilege, ensure_verified
from tonebridge.queues.actions.enqueue_job import enqueue_job


@transaction.atomic
def update_organization(
    *,
    principal: Principal,
    name: str | None = None,
    retention_days: int | None = None,
    no_training: bool | None = None,
    shares_results: bool | None = None,
    suspected_orders: OnSuspicion | None = None,
) -> OrganizationDetails:
    """Change what is given; None leaves a value alone. `retention_days` is one of RETENTION_CHOICES; with `shares_results`
    an earlier result may do for a colleague's message that says the same; `suspected_orders` is one of OnSuspicion.

    What may not be kept any longer is deleted at once, by a job. Raises InsufficientPermissions (retention and training
    are an owner's to decide), EmailNotVerified, ReauthenticationRequired where messages will be deleted, and NotFound.
    """
    ensure_runs_organization(principal)
    if (retention_days, no_training) != (None, None):
        ensure_owns_organization(principal)
    ensure_verified(principal, Privilege.ORGANIZATION)
    organization = own_organization(principal, lock=True)
    before = organization.retention_days
    if retention_days is not None and retention_days < before:
        ensure_may_shorten_retention(principal)
    changes: dict[str, object] = {"name": name, "retention_days": retention_days, "no_training": no_training}
    policies = {SHARES_RESULTS: shares_results, SUSPECTED_ORDERS: suspected_orders}
    changes["settings"] = organization.settings | {name: value for name, value in policies.items() if value is not None}
    _change(organization, {field: value for field, value in changes.items() if value is not None})
    if organization.retention_days < before:
        _forget_now(organization)
    record_audit(principal, "organization.changed", subject=organization.id)
    return organization_details(organization, principal)


def ensure_may_shorten_retention(principal: Principal) -> None:
    """Messages will be deleted by it, so whoever asks before deleting asks here too. Raises InsufficientPermissions,
    EmailNotVerified and ReauthenticationRequired.
    """
    ensure_owns_organization(principal)
    ensure_verified(principal, Privilege.ORGANIZATION)
    ensure_recently_authenticated(principal)


def _change(organization: Organization, changes: dict[str, object]) -> None:
    for field, value in changes.items():
        setattr(organization, field, value)
    organization.save(update_fields=list(changes))


def _forget_now(organization: Organization) -> None:
    enqueue_job(
        kind="apply_retention",
        payload_ids={"organization_id": str(organization.id)},
        organization_id=organization.id,
    )
