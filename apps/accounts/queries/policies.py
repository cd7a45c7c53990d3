"""What an organization has decided about its messages."""

from typing import Literal, cast, get_args

from apps.accounts.contracts import Principal
from apps.accounts.models import Organization

OnSuspicion = Literal["warn", "refuse", "rules"]


def on_suspicion(principal: Principal) -> OnSuspicion:
    """What becomes of a message that seems to give orders to a model: it is transformed as any other, with a warning;
    it is refused; or no model sees it. `suspected_orders` in the organization's settings; anything else is `warn`."""
    settings = (
        Organization.objects.values_list("settings", flat=True).filter(id=principal.organization_id).first() or {}
    )
    named = settings.get("suspected_orders")
    return cast(OnSuspicion, named) if named in get_args(OnSuspicion) else "warn"
