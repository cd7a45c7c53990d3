"""Where API keys are used from: the first use in a network is audited, all others cost a look into a dictionary."""

from collections import OrderedDict

from apps.accounts.actions.note_refusal import ALTOGETHER
from apps.accounts.actions.record_key_network import record_key_network
from apps.accounts.contracts import Principal
from tonebridge.resilience.sites import network_of_address
from tonebridge.resilience.threads import later
from tonebridge.resilience.token_bucket import LocalBuckets

MOST = 50_000
_seen: OrderedDict[tuple[str, str], None] = OrderedDict()
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
        _remember(holder.credential, network)
        later(record_key_network, holder=holder, network=network)
    _remember(holder.credential, address)


def _remember(credential: str, where: str) -> None:
    _seen[credential, where] = None
    if len(_seen) > MOST:
        _seen.popitem(last=False)
