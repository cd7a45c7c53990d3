"""Models of an organization's own, as its owners see them."""

from apps.accounts.contracts import Principal
from apps.accounts.queries.standing_rights import ensure_owns_organization
from apps.transform.contracts import ModelRungName, OrganizationModelDetails
from apps.transform.models import OrganizationModel
from tonebridge.errors import NotFound


def organization_model_of(principal: Principal, rung: ModelRungName) -> OrganizationModelDetails:
    """The model of a rung, without its key. Raises InsufficientPermissions, and NotFound where the operator's stands."""
    return model_details(own_model(principal, rung))


def own_model(principal: Principal, rung: ModelRungName, *, lock: bool = False) -> OrganizationModel:
    """The row, for verbs of this app. Raises InsufficientPermissions, NotFound."""
    ensure_owns_organization(principal)
    rows = OrganizationModel.objects.select_for_update() if lock else OrganizationModel.objects.all()
    row = rows.filter(organization_id=principal.organization_id, rung=rung).first()
    if row is None:
        raise NotFound
    return row


def model_details(row: OrganizationModel) -> OrganizationModelDetails:
    """The row as a contract."""
    names = ("rung", "vendor", "model", "base_url", "input_price", "output_price", "created_at", "updated_at")
    return OrganizationModelDetails(has_key=bool(row.api_key), **{name: getattr(row, name) for name in names})
