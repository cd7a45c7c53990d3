"""Trade a refresh token for new tokens. It can be traded once."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Least

from apps.accounts.actions.issue_tokens import issue_tokens
from apps.accounts.actions.note_refusal import note_refusal
from apps.accounts.actions.revoke_token_family import revoke_token_family
from apps.accounts.contracts import SignedIn
from apps.accounts.credentials.tokens import TokenClaims, lifetime, read_token
from apps.accounts.models import TokenFamily
from apps.accounts.queries.standing import find_with_standing, principal_from
from tonebridge.callers.misuse import Refusal
from tonebridge.errors import InvalidToken, TokenExpired, Unauthorized
from tonebridge.ids import uuid7
from tonebridge.resilience import clock
from tonebridge.telemetry.context import get_client_address
from tonebridge.telemetry.security_events import count_event
from tonebridge.tenancy.identity import acting_for


def refresh_tokens(*, refresh: str) -> SignedIn:
    """New tokens of the same family. Raises InvalidToken or TokenExpired.

    A token that comes a second time was stolen, from one side or the other: the whole family ends (RFC 9700 §4.14.2).
    Of callers that race with one token exactly one is answered; the others count as a second time.
    """
    claims = _believed(refresh)
    with acting_for(claims.organization_id):
        answer = _trade(claims)
        if answer is None:
            # Outside of the trade's transaction: the refusal must not undo the revocation.
            count_event("session.reused")
            revoke_token_family(family_id=claims.family_id, why="session.reused")
            raise InvalidToken()
    return answer


def _believed(refresh: str) -> TokenClaims:
    """What it says. Forged ones are audited where whom they name finds them."""
    try:
        return read_token(refresh, "refresh")
    except Unauthorized as error:
        refusal: Refusal = "token.expired" if isinstance(error, TokenExpired) else "token.refused"
        note_refusal(refusal, refresh, get_client_address())
        raise


@transaction.atomic
def _trade(claims: TokenClaims) -> SignedIn | None:
    """The new tokens; None where the token was spent. Losers of a race wait here until the winner has its answer."""
    successor = uuid7()
    if not _spend(claims, successor):
        return None
    family = find_with_standing(TokenFamily, "holder.id = %(id)s", id=claims.family_id)
    principal = principal_from(family, f"jwt:{claims.family_id}")
    if family is None or family.last_end <= clock.now():
        raise TokenExpired()
    return issue_tokens(principal=principal, family=family, refresh_id=successor)


def _spend(claims: TokenClaims, successor: UUID) -> bool:
    """Compare and swap: whoever finds the token current makes its successor current. Never beyond the sign-in's own end."""
    now = clock.now()
    unspent = TokenFamily.objects.filter(id=claims.family_id, current_token=claims.token_id, revoked_at=None)
    end = Least(Value(now + lifetime("refresh")), Coalesce(F("ends_at"), F("created_at") + settings.SIGN_IN_LIFETIME))
    return unspent.update(current_token=successor, expires_at=end, last_used_at=now) == 1
