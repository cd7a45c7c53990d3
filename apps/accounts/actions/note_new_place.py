"""A sign-in from where the person hasn't signed in before: a network that is new, and no browser that is known."""

from uuid import UUID

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.queries.networks import networks_of_sign_ins
from tonebridge.limits.sites import network_of_address
from tonebridge.resilience.threads import later
from tonebridge.telemetry.context import get_client_address
from tonebridge.telemetry.security_events import count_event


def note_new_place(*, user_id: UUID, chain: UUID, credential: str, knows_device: bool = False) -> None:
    """Returns at once. `chain` is the organization that the sign-in speaks for, or nobody's. The first sign-in of all is
    from no new place.
    """
    if get_client_address() and not knows_device:
        later(record_new_place, user_id=user_id, chain=chain, credential=credential)


def record_new_place(*, user_id: UUID, chain: UUID, credential: str) -> None:
    """Add `session.new_place` to the chain, unless the person has signed in from there to any organization of theirs."""
    known = networks_of_sign_ins(user_id, but=credential)
    if known and network_of_address(get_client_address()) not in known:
        count_event("session.new_place")
        append_audit(organization_id=chain, actor_id=user_id, credential=credential, action="session.new_place")
