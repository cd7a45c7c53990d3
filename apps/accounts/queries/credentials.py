"""From what a caller shows to who they are. The front door asks here on every call; at most two queries each."""

from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.contracts import Principal, Scope
from apps.accounts.credentials.api_keys import is_key_of, prefix_of
from apps.accounts.credentials.tokens import read_token
from apps.accounts.models import ApiKey, Membership, TokenFamily
from apps.accounts.queries.sessions import credential_of_session, read_session
from apps.accounts.queries.standing import principal_from, with_standing
from tonebridge.errors import InvalidToken
from tonebridge.resilience import clock

NO_DIGEST = "0" * 64


def principal_of_token(token: str) -> Principal:
    """The holder of an access token. One query.

    Raises InvalidToken (also after sign-out, suspension or removal from the organization) or TokenExpired.
    """
    claims = read_token(token, "access")
    families = TokenFamily.objects.filter(
        id=claims.family_id, user=claims.user_id, organization=claims.organization_id, revoked_at=None
    )
    return principal_from(with_standing(families).first(), f"jwt:{claims.family_id}")


def principal_of_api_key(raw: str) -> Principal:
    """The holder of an API key. One query, and a second one at most once a minute. Raises InvalidToken."""
    prefix = prefix_of(raw)
    if prefix is None:
        raise InvalidToken()
    key: ApiKey | None = with_standing(ApiKey.objects.filter(prefix=prefix, revoked_at=None)).first()
    matches = is_key_of(raw, key.digest if key else NO_DIGEST)
    now = clock.now()
    if key is None or not matches or key.is_expired(now):
        raise InvalidToken()
    principal = principal_from(key, f"key:{key.id}", [Scope(scope) for scope in key.scopes])
    key.note_use(now)
    return principal


def principal_of_session(session_key: str) -> Principal | None:
    """Who is signed in on a page; None for a visitor, an ended session or a suspended user. Two queries."""
    claim = read_session(session_key)
    if claim is None:
        return None
    membership = _memberships(claim.user_id).select_related("user").first()
    if membership is None or not claim.holds_for(membership.user):
        return None
    return principal_from(membership, credential_of_session(session_key))


def principal_of_user(user_id: UUID, *, credential: str) -> Principal:
    """A user in the organization they joined first, for doors that know them already. One query.

    Raises InvalidToken where the user is suspended or belongs nowhere.
    """
    return principal_from(_memberships(user_id).first(), credential)


def _memberships(user_id: UUID) -> QuerySet[Membership]:
    return with_standing(Membership.objects.filter(user=user_id, user__is_active=True).order_by("id"))
