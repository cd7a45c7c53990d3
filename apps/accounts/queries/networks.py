"""Where somebody's credentials were used from, as far as the audit remembers addresses."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from apps.accounts.contracts import Principal
from apps.accounts.models import AuditRow
from apps.accounts.queries.places import chains_of
from tonebridge.limits.sites import network_of_address
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

KEY_NETWORKS = ("api_key.first_network", "api_key.new_network")
LATELY = timedelta(days=90)
"""A network that wasn't used for so long is new again."""


def networks_of_key(holder: Principal) -> set[str]:
    """The networks that the key was met in of late. One query, over the organization's rows of those months."""
    rows = AuditRow.objects.filter(
        organization_id=holder.organization_id,
        credential=holder.credential,
        action__in=KEY_NETWORKS,
        at__gte=clock.now() - LATELY,
    )
    return _networks(rows.exclude(address=None).values_list("address", flat=True))


def networks_of_sign_ins(user_id: UUID, *, but: str) -> set[str]:
    """The same of the person's sign-ins, whichever organization they spoke for, but for the one with this credential. One
    query for each organization.
    """
    return set[str]().union(*(_of_sign_ins(user_id, chain, but) for chain in chains_of(user_id)))


def _of_sign_ins(user_id: UUID, chain: UUID, but: str) -> set[str]:
    rows = AuditRow.objects.filter(
        organization_id=chain, actor_id=user_id, action="session.began", at__gte=clock.now() - LATELY
    )
    with acting_for(chain):
        return _networks(rows.exclude(address=None).exclude(credential=but).values_list("address", flat=True))


def _networks(addresses: Iterable[str | None]) -> set[str]:
    return {network_of_address(str(address)) for address in addresses}
