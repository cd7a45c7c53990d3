"""Leave a trace of what a caller tried and may not do."""

from uuid import UUID

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.actions.record_refused_credential import PER_CHAIN
from apps.accounts.contracts import Principal
from apps.accounts.queries.credentials import principal_of_session
from apps.accounts.queries.places import NOBODYS
from apps.accounts.queries.sessions import credential_of_session, read_session
from tonebridge.callers.misuse import Misuse
from tonebridge.limits.token_bucket import Rate, take_now
from tonebridge.tenancy.identity import as_nobody

PER_CALLER = Rate(10, 60)
"""Rows of one kind and one credential. A flood leaves its beginning, and fills no table."""


def record_misuse(*, misuse: Misuse, principal: Principal, where: str) -> None:
    """Add it to the audit of the caller's organization, unless too many stand there already."""
    _append(misuse, principal.organization_id, principal.user_id, principal.credential, where)


def record_misuse_of_session(*, misuse: Misuse, session_key: str, where: str) -> None:
    """The same for whoever is signed in on a page; of staff without an organization in nobody's chain. Of visitors nothing."""
    with as_nobody():
        principal, claim = principal_of_session(session_key), read_session(session_key)
    if principal is not None:
        record_misuse(misuse=misuse, principal=principal, where=where)
    elif claim is not None:
        _append(misuse, NOBODYS, claim.user_id, credential_of_session(session_key), where)


def _append(misuse: Misuse, organization_id: UUID, actor_id: UUID, credential: str, where: str) -> None:
    if not take_now(f"{misuse}:{credential}", PER_CALLER).allowed:
        return
    if take_now(f"misuse-in:{organization_id}", PER_CHAIN).allowed:
        append_audit(
            organization_id=organization_id, actor_id=actor_id, credential=credential, action=misuse, subject=where
        )
