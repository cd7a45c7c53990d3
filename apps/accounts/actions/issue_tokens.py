"""Make the tokens of a sign-in."""

from uuid import UUID

from apps.accounts.contracts import Principal, SignedIn
from apps.accounts.credentials.tokens import TokenClaims, lifetime, sign_token
from apps.accounts.queries.profiles import profile_of
from tonebridge.ids import uuid7


def issue_tokens(*, principal: Principal, family_id: UUID, refresh_id: UUID) -> SignedIn:
    """An access token, and a refresh token with the id that the family accepts next."""
    return SignedIn(
        access=sign_token(_claims(principal, family_id, uuid7()), "access"),
        refresh=sign_token(_claims(principal, family_id, refresh_id), "refresh"),
        expires_in=int(lifetime("access").total_seconds()),
        user=profile_of(principal),
    )


def _claims(principal: Principal, family_id: UUID, token_id: UUID) -> TokenClaims:
    return TokenClaims(
        user_id=principal.user_id,
        organization_id=principal.organization_id,
        role=principal.role,
        family_id=family_id,
        token_id=token_id,
    )
