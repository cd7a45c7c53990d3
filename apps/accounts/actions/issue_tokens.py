"""Make the tokens of a sign-in."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from apps.accounts.contracts import Principal, SignedIn
from apps.accounts.credentials.tokens import TokenClaims, lifetime, sign_token
from apps.accounts.models import TokenFamily
from apps.accounts.queries.profiles import profile_of
from tonebridge.ids import uuid7
from tonebridge.resilience import clock


def issue_tokens(*, principal: Principal, family: TokenFamily, refresh_id: UUID) -> SignedIn:
    """An access token, and a refresh token with the id that the family accepts next. Neither outlives the family.

    However late they are issued, they are as old as the sign-in: refreshing asks for no password.
    """
    return SignedIn(
        access=issue_access(principal=principal, family=family, authenticated_at=family.created_at),
        refresh=sign_token(_claims(principal, family, refresh_id), "refresh", until=family.last_end),
        expires_in=seconds_of_access(family),
        user=profile_of(principal),
    )


def issue_access(*, principal: Principal, family: TokenFamily, authenticated_at: datetime) -> str:
    """An access token alone, which says when the person last gave their password or a code."""
    claims = replace(_claims(principal, family, uuid7()), authenticated_at=authenticated_at)
    return sign_token(claims, "access", until=family.last_end)


def seconds_of_access(family: TokenFamily) -> int:
    """How long an access token lives that is issued now."""
    return int(min(lifetime("access"), family.last_end - clock.now()).total_seconds())


def _claims(principal: Principal, family: TokenFamily, token_id: UUID) -> TokenClaims:
    return TokenClaims(
        user_id=principal.user_id,
        organization_id=principal.organization_id,
        role=principal.role,
        family_id=family.id,
        token_id=token_id,
    )
