"""From what a caller shows to who they are. The front door asks here on every call; at most two queries each."""

from dataclasses import replace
from uuid import UUID

from apps.accounts.contracts import Caller, Principal, Scope
from apps.accounts.credentials.api_keys import digest_of, is_key_of, prefix_of
from apps.accounts.credentials.signing_keys import key_ring
from apps.accounts.credentials.tokens import read_token_with_end
from apps.accounts.models import ApiKey, Membership, TokenFamily
from apps.accounts.queries.sessions import credential_of_session, read_session
from apps.accounts.queries.standing import find_with_standing, principal_from
from tonebridge.errors import InvalidToken
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for, acting_for_holder

NO_DIGEST = "0" * 64

LIVE_FAMILY = (
    "holder.id = %(id)s AND holder.user_id = %(user)s AND holder.organization_id = %(organization)s "
    "AND holder.revoked_at IS NULL"
)
LIVE_KEY = "holder.prefix = %(prefix)s AND holder.digest = %(digest)s AND holder.revoked_at IS NULL"
"""With the digest, a wrong secret finds as little as an unknown prefix does, and takes as long."""

OF_USER = "holder.user_id = %(user)s"
OF_MEMBER = f"{OF_USER} AND holder.organization_id = %(organization)s"
FAMILY_BY_ID = "holder.id = %(id)s AND holder.revoked_at IS NULL AND holder.expires_at > %(now)s"
KEY_BY_ID = (
    "holder.id = %(id)s AND holder.revoked_at IS NULL AND (holder.expires_at IS NULL OR holder.expires_at > %(now)s)"
)


def principal_of_token(token: str) -> Principal:
    """`caller_of_token`, for those who ask each time."""
    return caller_of_token(token).principal


def caller_of_token(token: str) -> Caller:
    """The holder of an access token, and until when it says so. One query.

    Raises InvalidToken (also after sign-out, suspension or removal from the organization) or TokenExpired.
    """
    claims, until = read_token_with_end(token, "access")
    with acting_for(claims.organization_id):
        family = find_with_standing(
            TokenFamily, LIVE_FAMILY, id=claims.family_id, user=claims.user_id, organization=claims.organization_id
        )
    principal = principal_from(family, f"jwt:{claims.family_id}")
    return Caller(replace(principal, authenticated_at=claims.authenticated_at, ends_at=until), until)


def principal_of_api_key(raw: str) -> Principal:
    """`caller_of_api_key`, for those who ask each time."""
    return caller_of_api_key(raw).principal


def caller_of_api_key(raw: str) -> Caller:
    """The holder of an API key. One query, and a second one at most once a minute. Raises InvalidToken."""
    prefix = prefix_of(raw)
    if prefix is None:
        raise InvalidToken()
    with acting_for_holder(api_key_prefix=prefix):
        key = find_with_standing(ApiKey, LIVE_KEY, prefix=prefix, digest=digest_of(raw))
    matches = is_key_of(raw, key.digest if key else NO_DIGEST)
    now = clock.now()
    if key is None or not matches or key.is_expired(now):
        raise InvalidToken()
    with acting_for(key.organization_id):
        key.note_use(now)
    return Caller(_principal_of_key(key), key.expires_at)


def _principal_of_key(key: ApiKey) -> Principal:
    principal = principal_from(key, f"key:{key.id}", [Scope(scope) for scope in key.scopes])
    return replace(principal, must_sign=key.requires_signature, ends_at=key.expires_at)


def signing_state() -> object:
    """The ring of keys that verify tokens: another object once the ring has changed."""
    return key_ring()


def principal_of_session(session_key: str) -> Principal | None:
    """Who is signed in on a page; None for a visitor, an ended session or a suspended user. Two queries."""
    claim = read_session(session_key)
    if claim is None:
        return None
    membership = _first_membership(claim.user_id)
    if membership is None or not claim.holds_for(membership):
        return None
    principal = principal_from(membership, credential_of_session(session_key))
    return replace(principal, authenticated_at=claim.authenticated_at, session_key=session_key)


def principal_of_user(user_id: UUID, *, credential: str) -> Principal:
    """A user in the organization they joined first, for doors that know them already. One query.

    Raises InvalidToken where the user is suspended or belongs nowhere.
    """
    return principal_from(_first_membership(user_id), credential)


def principal_of_member(
    user_id: UUID, organization_id: UUID, *, credential: str, key_id: UUID | None = None
) -> Principal:
    """A member as they stand now, for work that they left behind, or that a program handed in with the API key `key_id`: whose key
    it is, the key says. One query.

    Raises InvalidToken where they are suspended or no longer belong there, or where the key has ended.
    """
    if key_id is not None:
        return replace(_principal_of_key(_live_key(organization_id, key_id)), credential=credential)
    with acting_for(organization_id):
        row = find_with_standing(Membership, OF_MEMBER, user=user_id, organization=organization_id)
    return principal_from(row, credential)


def _live_key(organization_id: UUID, key_id: UUID) -> ApiKey:
    """Neither revoked nor past its time, of an active member. Raises InvalidToken."""
    with acting_for(organization_id):
        key = find_with_standing(ApiKey, KEY_BY_ID, id=key_id)
    if key is None:
        raise InvalidToken()
    return key


def renewed(principal: Principal) -> Principal | None:
    """The caller as they stand now, for what outlives a call; None once what they showed has ended. Two queries at most.

    What was shown has ended, too, where it speaks for another organization by now.
    """
    if principal.has_ended(clock.now()):
        return None
    try:
        now = _renewed(principal)
    except InvalidToken:
        return None
    return now if now and _whose(now) == _whose(principal) else None


def _renewed(principal: Principal) -> Principal | None:
    if principal.credential.startswith("session:"):
        return principal_of_session(principal.session_key or "")
    if principal.key_id:
        return _principal_of_key(_live_key(principal.organization_id, principal.key_id))
    if principal.family_id is None:
        return None
    with acting_for(principal.organization_id):
        family = find_with_standing(TokenFamily, FAMILY_BY_ID, id=principal.family_id)
    now = principal_from(family, principal.credential, principal.scopes)
    return replace(now, authenticated_at=principal.authenticated_at, ends_at=principal.ends_at)


def _whose(principal: Principal) -> tuple[UUID, UUID]:
    return principal.user_id, principal.organization_id


def _first_membership(user_id: UUID) -> Membership | None:
    with acting_for_holder(user_id=user_id):
        return find_with_standing(Membership, OF_USER, user=user_id)
