"""A sign-in from where the person hasn't signed in before: a network that is new, and no browser that is known."""

from datetime import timedelta

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.networks import networks_of_sign_ins
from tonebridge.resilience import clock
from tonebridge.resilience.sites import network_of_address
from tonebridge.resilience.threads import later
from tonebridge.telemetry.context import get_client_address
from tonebridge.telemetry.security_events import count_event
from tonebridge.tenancy.identity import acting_for

LATELY = timedelta(days=90)
"""A network that wasn't used for so long is new again."""


def note_new_place(principal: Principal, *, knows_device: bool = False) -> None:
    """Returns at once. The first sign-in of all is from no new place."""
    if get_client_address() and not knows_device:
        later(record_new_place, principal=principal)


def record_new_place(*, principal: Principal) -> None:
    """Add `session.new_place` to the audit of the organization that the sign-in speaks for."""
    with acting_for(principal.organization_id):
        known = networks_of_sign_ins(
            principal.user_id,
            principal.organization_id,
            since=clock.now() - LATELY,
            but=principal.credential,
        )
        if known and network_of_address(get_client_address()) not in known:
            count_event("session.new_place")
            record_audit(principal, "session.new_place")
