"""Permissions of this app's resources, beside those by scope."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.rights import ensure_in_person, ensure_manages_keys
from tonebridge.errors import Unauthorized
from tonebridge.rest.permissions import SignedIn, caller_of, needs

__all__ = ["Known", "ManagesKeys", "Person", "SignedIn", "needs"]


class Known(SignedIn):
    """Anyone who is known, also one who may only read: for what everybody may do with what is their own."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return caller_of(request) is not None


class Person(BasePermission):
    """Anybody who signed in, also one who may only read: what they do here concerns themselves."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        principal: Any = request.auth  # the stubs know only DRF's own tokens
        if principal is None:
            raise Unauthorized()
        ensure_in_person(principal)
        return True


class ManagesKeys(SignedIn):
    """People manage keys; a key needs the scope admin for it."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        allowed = super().has_permission(request, view)
        principal: Any = request.auth  # the stubs know only DRF's own tokens
        ensure_manages_keys(principal)
        return allowed
