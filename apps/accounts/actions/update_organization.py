"""Change an organization's own settings."""

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import OrganizationDetails, Principal
from apps.accounts.queries.organizations import organization_details, own_organization
from apps.accounts.rights import ensure_runs_organization


@transaction.atomic
def update_organization(
    *, principal: Principal, name: str | None = None, retention_days: int | None = None
) -> OrganizationDetails:
    """Change what is given; None leaves a value alone. `retention_days` is 0 (keep no text) to 365.

    Raises InsufficientPermissions and NotFound.
    """
    ensure_runs_organization(principal)
    organization = own_organization(principal, lock=True)
    if name is not None:
        organization.name = name
    if retention_days is not None:
        organization.retention_days = retention_days
    organization.save(update_fields=["name", "retention_days"])
    record_audit(principal, "organization.changed", subject=organization.id)
    return organization_details(organization, principal)
