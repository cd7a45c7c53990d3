"""In whose name the running work reads and writes.

    nobody            the default: no row of any tenant is seen, none is written
    a tenant          `acting_for(organization_id)`: the rows of one organization
    a tenant to find  `acting_for_holder(...)`: the database looks the organization up, in the statement itself
    the system        `tonebridge.tenancy.system.as_system`: every row, for named tasks alone

It lives in a ContextVar, so threads that copy their caller's context go on in the same name. The database backend
(`backend/`) says it to PostgreSQL in each transaction.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from tonebridge.context_vars import bound

Finder = Literal["tb_organization_of_key", "tb_organization_of_user", "tb_organization_of_invitation"]
"""Functions in the database that name one organization, and nothing else, before anybody is known."""


@dataclass(frozen=True)
class Identity:
    """Who acts. At most one of the members is set; nobody where none is."""

    organization_id: UUID | None = None
    found_by: tuple[Finder, str] | None = None
    is_system: bool = False


NOBODY, SYSTEM = Identity(), Identity(is_system=True)
_current: ContextVar[Identity] = ContextVar("tenancy.identity", default=NOBODY)
_request: ContextVar[bool] = ContextVar("tenancy.request", default=False)


def current() -> Identity:
    """Who acts right now."""
    return _current.get()


def acting_as(identity: Identity) -> AbstractContextManager[None]:
    """Act as `identity` inside the block."""
    return bound(_current, identity)


def acting_for(organization_id: UUID) -> AbstractContextManager[None]:
    """Act for one organization inside the block."""
    return acting_as(Identity(organization_id=organization_id))


def acting_for_holder(
    *, api_key_prefix: str | None = None, invitation_digest: str | None = None, user_id: UUID | None = None
) -> AbstractContextManager[None]:
    """Act for the organization of an API key, of an invitation, or for the one that a user works in; for nobody where
    there is none.

    Only for finding out who calls: everything after that acts for the organization that was found.
    """
    if api_key_prefix is not None:
        return acting_as(Identity(found_by=("tb_organization_of_key", api_key_prefix)))
    if invitation_digest is not None:
        return acting_as(Identity(found_by=("tb_organization_of_invitation", invitation_digest)))
    return acting_as(Identity(found_by=("tb_organization_of_user", str(user_id))))


def as_nobody() -> AbstractContextManager[None]:
    """See no tenant's rows inside the block, whoever the caller was."""
    return acting_as(NOBODY)


@contextmanager
def request_scope() -> Iterator[None]:
    """One request: begins with the tenant that the front door found, or nobody; what `enter` sets ends with it."""
    begun = _request.set(True)
    try:
        with acting_as(current() if current().organization_id else NOBODY):
            yield
    finally:
        _request.reset(begun)


def enter(organization_id: UUID) -> None:
    """Act for the organization until the request ends. Raises RuntimeError outside of one (`request_scope`)."""
    if not _request.get():
        raise RuntimeError("there is no request to end this: use `acting_for`")
    _current.set(Identity(organization_id=organization_id))
