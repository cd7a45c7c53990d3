"""Let an organization's messages be written by a model of its own."""

from contextlib import suppress

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.standing_rights import (
    Privilege,
    ensure_owns_organization,
    ensure_recently_authenticated,
    ensure_verified,
)
from apps.transform.contracts import ModelChoice, ModelRungName, OrganizationModelDetails
from apps.transform.models import OrganizationModel
from apps.transform.queries.organization_models import model_details, own_model
from tonebridge.errors import FieldError, NotFound, ValidationFailed
from tonebridge.outbound.addresses import Refused, Why, check_address
from tonebridge.resilience import clock
from tonebridge.security.header_words import is_header_word

SENTENCES: dict[Why, str | Promise] = {
    "form": _("This must be an address such as https://models.example.com/v1."),
    "not_https": _("The address must begin with https://."),
    "unresolved": _("The host name in this address can't be found."),
    "private": _("This address points to a private network. Use an address on the public internet."),
}
NOT_A_KEY = _("A key can only contain visible ASCII characters, with no spaces or line breaks.")


def set_organization_model(
    *, principal: Principal, rung: ModelRungName, choice: ModelChoice
) -> OrganizationModelDetails:
    """Used from the next message on. The key is sealed and never shown again.

    A key goes only to the address it was entered for: another address needs a key. Raises InsufficientPermissions (an
    owner decides), EmailNotVerified, ReauthenticationRequired, and ValidationFailed for an address that may not be called.
    """
    ensure_owns_organization(principal)
    ensure_verified(principal, Privilege.ORGANIZATION_MODELS)
    ensure_recently_authenticated(principal)
    address = checked_address(choice.base_url, owner=str(principal.organization_id))
    try:
        return _set(principal, rung, choice, address)
    except IntegrityError:  # somebody else has just set the first one, which is there now
        return _set(principal, rung, choice, address)


@transaction.atomic
def _set(principal: Principal, rung: ModelRungName, choice: ModelChoice, address: str) -> OrganizationModelDetails:
    row = _row(principal, rung)
    row.api_key = _key(row, choice, address)
    row.vendor, row.model, row.base_url = choice.vendor, choice.model, address
    row.input_price, row.output_price = choice.input_price, choice.output_price
    row.updated_at = clock.now()
    row.save()
    record_audit(principal, "organization_model.set", subject=row.id)
    return model_details(row)


def checked_address(base_url: str, *, owner: str) -> str:
    """The address in its plain form; empty for the vendor's own. Raises ValidationFailed."""
    if not base_url.strip():
        return ""
    try:
        return check_address(base_url, owner=owner, private_allowed=settings.PRIVATE_MODEL_ADDRESSES)
    except Refused as error:
        sentence = SENTENCES[error.why]
        raise ValidationFailed(fields=(FieldError("base_url", error.why, sentence),)) from error


def checked_key(key: str) -> str:
    """The key. Raises ValidationFailed for one that no header can hold: anything but visible ASCII."""
    if not is_header_word(key):
        raise ValidationFailed(fields=(FieldError("api_key", "form", NOT_A_KEY),))
    return key


def _row(principal: Principal, rung: ModelRungName) -> OrganizationModel:
    with suppress(NotFound):
        return own_model(principal, rung, lock=True)
    return OrganizationModel(organization_id=principal.organization_id, rung=rung, created_at=clock.now())


def _key(row: OrganizationModel, choice: ModelChoice, address: str) -> str:
    if choice.api_key is not None:
        return checked_key(choice.api_key)
    if row._state.adding or (row.vendor, row.base_url) != (choice.vendor, address):
        sentence = _("A new address needs its own key.")
        raise ValidationFailed(fields=(FieldError("api_key", "missing", sentence),))
    return str(row.api_key)
