"""Leave a trace where an API key is used from a network that it wasn't used from lately."""

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.networks import KEY_NETWORKS, networks_of_key
from tonebridge.limits.token_bucket import Rate, take_now
from tonebridge.telemetry.security_events import count_event
from tonebridge.tenancy.identity import acting_for

EACH, PER_KEY = Rate(1, 60), Rate(20, 3600)
"""Of one network: processes that meet it at once write once. Of one key: whoever has many addresses fills no table."""
FIRST, NEW = KEY_NETWORKS


def record_key_network(*, holder: Principal, network: str) -> None:
    """Add `api_key.first_network`, or `api_key.new_network` where it was used from others before, to the audit.

    What is known of networks is what the audit holds of addresses: it is forgotten when they are.
    """
    if not take_now(f"network:{holder.credential}:{network}", EACH).allowed:
        return
    with acting_for(holder.organization_id):
        known = networks_of_key(holder)
        if network not in known:
            _append(holder, NEW if known else FIRST)


def _append(holder: Principal, action: str) -> None:
    if action == NEW:
        count_event("api_key.new_network")
    if take_now(f"networks:{holder.credential}", PER_KEY).allowed:
        record_audit(holder, action, subject=holder.key_id)
