"""Go back to the operator's model."""

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.standing_rights import ensure_owns_organization, ensure_recently_authenticated
from apps.transform.contracts import ModelRungName
from apps.transform.queries.organization_models import own_model


@transaction.atomic
def remove_organization_model(*, principal: Principal, rung: ModelRungName) -> None:
    """From the next message on; its key is deleted. Raises InsufficientPermissions, ReauthenticationRequired, NotFound."""
    ensure_owns_organization(principal)
    ensure_recently_authenticated(principal)
    row = own_model(principal, rung, lock=True)
    name = row.id
    row.delete()
    record_audit(principal, "organization_model.removed", subject=name)
