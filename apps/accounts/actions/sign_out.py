"""End the caller's own sign-in."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.revoke_token_family import revoke_token_family
from apps.accounts.contracts import Principal
from apps.accounts.credentials.tokens import read_token
from tonebridge.errors import InvalidRequest, Unauthorized
from tonebridge.tenancy.identity import acting_for

NO_TOKEN = _("Only token sign-ins can be ended here. Send the access or refresh token.")


def sign_out(*, principal: Principal | None, refresh: str | None = None) -> None:
    """End the sign-in of the refresh token, or else of the access token that the caller came with.

    Raises InvalidToken or TokenExpired for a bad refresh token, Unauthorized where there is neither, InvalidRequest for
    a caller with an API key or a page's session: those end elsewhere.
    """
    if refresh is not None:
        claims = read_token(refresh, "refresh")
        family_id, organization_id = claims.family_id, claims.organization_id
    elif principal is not None:
        family_id, organization_id = _family_of(principal), principal.organization_id
    else:
        raise Unauthorized()
    with acting_for(organization_id):
        revoke_token_family(family_id=family_id)


def _family_of(principal: Principal) -> UUID:
    if principal.family_id is None:
        raise InvalidRequest(NO_TOKEN)
    return principal.family_id
