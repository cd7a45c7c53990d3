"""What doors hand over, named without the frameworks they are made of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from apps.accounts.contracts import PersonalItem, Principal


class ApiRequest(Protocol):
    """A DRF request behind `GatewayCredentials`: `auth` is the caller, or None for a visitor.

    A type for views: DRF's own stubs know only its own tokens.
    """

    @property
    def auth(self) -> Principal | None: ...

    @property
    def data(self) -> Any: ...

    @property
    def query_params(self) -> Mapping[str, str]: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


class SignedInRequest(ApiRequest, Protocol):
    """One that a permission has let through, so there is a caller."""

    @property
    def auth(self) -> Principal: ...


class PersonalData(Protocol):
    """A kind of what a user has here, for `settings.PERSONAL_DATA`: part of an export of one's own data.

    Answers up to `limit` pieces that were made before `until` and come after `after` (None: from the first), in an
    order that new pieces don't disturb. An empty answer ends the kind.
    """

    def __call__(
        self, principal: Principal, *, until: datetime, after: tuple[str, ...] | None, limit: int
    ) -> Sequence[PersonalItem]: ...


class ExpiringMessages(Protocol):
    """Counts the messages of the caller's organization from before a moment, for `settings.EXPIRING_MESSAGES`."""

    def __call__(self, principal: Principal, *, before: datetime) -> int: ...


class Eraser(Protocol):
    """Deletes what one app keeps, for `settings.ERASERS`: of a person wherever they were, or of a whole organization.

    One of the two is given. Runs as the system, may be called again, and may commit as it goes: half an erasure that is
    repeated is a whole one.
    """

    def __call__(self, *, organization_id: UUID | None = None, user_id: UUID | None = None) -> None: ...
