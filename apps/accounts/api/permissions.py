"""Permissions of this app's resources, beside those by scope."""

from typing import Any

from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.rights import ensure_manages_keys
from tonebridge.rest.permissions import SignedIn, caller_of, needs

__all__ = ["Known", "ManagesKeys", "SignedIn", "needs"]


class Known(SignedIn):
    """Anyone who is known, also one who may only read: for what everybody may do with what is their own."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return caller_of(request) is not None


class ManagesKeys(SignedIn):
    """People manage keys; a key needs the scope admin for it."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        allowed = super().has_permission(request, view)
        principal: Any = request.auth  # the stubs know only DRF's own tokens
        ensure_manages_keys(principal)
        return allowed
