"""Permissions by scope. They ask the caller that authentication left in `request.auth`."""

from typing import Any, Protocol

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from tonebridge.errors import InsufficientPermissions, Unauthorized


class Caller(Protocol):
    """What a permission needs to know of whoever calls."""

    @property
    def reads_only(self) -> bool: ...

    def may(self, scope: str, /) -> bool: ...


def caller_of(request: Request) -> Caller:
    """The caller. Raises Unauthorized where nobody signed in."""
    caller: Any = request.auth  # the stubs know only DRF's own tokens
    if caller is None:
        raise Unauthorized()
    return caller  # type: ignore[no-any-return]  # see above


class SignedIn(BasePermission):
    """Anyone who is known; a caller who may only read changes nothing. Refuses with our own errors."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.method not in SAFE_METHODS and caller_of(request).reads_only:
            raise InsufficientPermissions()
        return caller_of(request) is not None


def needs(scope: str) -> type[SignedIn]:
    """A permission class for callers whose credential carries the scope."""

    class NeedsScope(SignedIn):
        def has_permission(self, request: Request, view: APIView) -> bool:
            if not caller_of(request).may(scope):
                raise InsufficientPermissions()
            return super().has_permission(request, view)

    return NeedsScope
