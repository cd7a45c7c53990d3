"""Make the tokens of a sign-in."""

from uuid import UUID

from apps.accounts.contracts import Principal, SignedIn
from apps.accounts.credentials.tokens import TokenClaims, lifetime, sign_token
from apps.accounts.models import TokenFamily
from apps.accounts.queries.profiles import profile_of
from tonebridge.ids import uuid7


def issue_tokens(*, principal: Principal, family: TokenFamily) -> SignedIn:
    """An access token, and the one refresh token that the family now accepts."""
    return SignedIn(
        access=sign_token(_claims(principal, family, uuid7()), "access"),
        refresh=sign_token(_claims(principal, family, family.current_token), "refresh"),
        expires_in=int(lifetime("access").total_seconds()),
        user=profile_of(principal),
    )


def _claims(principal: Principal, family: TokenFamily, token_id: UUID) -> TokenClaims:
    return TokenClaims(
        user_id=family.user_id,
        organization_id=family.organization_id,
        role=principal.role,
        family_id=family.id,
        token_id=token_id,
    )
