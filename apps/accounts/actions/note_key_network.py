"""Where API keys are used from: the first use in a network is audited, all others cost a look into a dictionary."""

from apps.accounts.actions.note_refusal import ALTOGETHER
from apps.accounts.actions.record_key_network import record_key_network
from apps.accounts.contracts import Principal
from tonebridge.bounded_dict import BoundedDict
from tonebridge.limits.sites import network_of_address
from tonebridge.limits.token_bucket import LocalBuckets
from tonebridge.resilience.threads import later

MOST = 50_000
_seen = BoundedDict[tuple[str, str], None](MOST)
"""Keys with addresses and networks that this process has met. For the event loop alone: nothing here is locked."""
_passed = LocalBuckets()


def note_key_network(holder: Principal, address: str) -> None:
    """Returns at once. Called for each request with a key, but for those that the express lane answers."""
    if (holder.credential, address) not in _seen:
        _note(holder, address)


def _note(holder: Principal, address: str) -> None:
    network = network_of_address(address)
    if (holder.credential, network) not in _seen:
        if not _passed.take("", ALTOGETHER, 1).allowed:
            return  # the next use will tell
        _seen[holder.credential, network] = None
        later(record_key_network, holder=holder, network=network)
    _seen[holder.credential, address] = None
