"""What doors hand over, named without the frameworks they are made of."""

from collections.abc import Mapping
from typing import Any, Protocol

from apps.accounts.contracts import Principal


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
