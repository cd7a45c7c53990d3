"""What an organization has decided about its messages. In its `settings`; what isn't there is as the product brings it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast, get_args

from apps.accounts.contracts import OnSuspicion, Principal
from apps.accounts.models import Organization

SHARES_RESULTS, SUSPECTED_ORDERS = "shares_results", "suspected_orders"
POLICIES: Mapping[str, tuple[object, ...]] = MappingProxyType(
    {SHARES_RESULTS: (True, False), SUSPECTED_ORDERS: get_args(OnSuspicion)}
)
"""Each with what it may be."""


def on_suspicion(principal: Principal) -> OnSuspicion:
    """What becomes of a message that seems to give orders to a model: it is transformed as any other, with a warning;
    it is refused; or no model sees it. `suspected_orders` in the organization's settings; anything else is `warn`."""
    return suspicion_of(_settings(principal))


def suspicion_of(settings: Mapping[str, object]) -> OnSuspicion:
    """The same, of an organization's settings."""
    named = settings.get(SUSPECTED_ORDERS)
    return cast(OnSuspicion, named) if named in get_args(OnSuspicion) else "warn"


def shares_results(principal: Principal) -> bool:
    """Whether an earlier result of a colleague may do for a message that says the same; else a person's own alone."""
    return _settings(principal).get(SHARES_RESULTS) is True


def _settings(principal: Principal) -> dict[str, Any]:  # JSON
    rows = Organization.objects.filter(id=principal.organization_id)
    return rows.values_list("settings", flat=True).first() or {}
