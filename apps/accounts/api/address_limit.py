"""The limit of tries of an address, as DRF's views ask for it."""

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from apps.accounts.address_limit import Purpose, spend_try


class ByAddress(BaseThrottle):
    """Counts each call of a LimitedByAddress. Raises RateLimited."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        assert isinstance(view, LimitedByAddress)  # noqa: S101 - no other view has this throttle
        spend_try(request._request, view.purpose)
        return True


class LimitedByAddress(APIView):
    """A view that an address may call so many times for its purpose, on pages and here."""

    throttle_classes = (ByAddress,)
    purpose: Purpose
