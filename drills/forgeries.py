"""Tokens that nobody of ours signed, as a stranger shows them: refused, at once, and not without a trace."""

import time
from datetime import timedelta

import httpx

from apps.accounts.actions.record_refused_credential import PER_ADDRESS
from apps.accounts.credentials.tokens import read_token, sign_token
from apps.accounts.models import AuditRow
from apps.accounts.queries.places import NOBODYS
from drills import Verdict, drill
from drills.auth import ME, bearer, ms, signed_in
from drills.crew import until
from drills.world import BEHIND_A_PROXY, PATIENCE_S, Tenant, World
from tests.accounts import test_tokens
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

UNSENDABLE = {"not ASCII", "nothing"}
"""Rows of the table that no HTTP client can put into a header."""
TOO_LONG = {"100 kB"}
"""Refused by the server, before anything of ours reads them."""
FLOOD, FLOODER = 60, "203.0.113.250"


@drill("A1")
def forged_tokens_are_refused_and_audited(world: World) -> Verdict:
    """Each row of the table of forgeries, made from a sign-in that works and shown from an address of its own: refused
    twenty-one times, the fastest of which counts, and found in the audit. Then a flood from one address.
    """
    tenant, base_url = world.tenant("alice"), world.web(**BEHIND_A_PROXY)
    tokens, real = _forged(tenant)
    addresses = {name: f"203.0.113.{number}" for number, name in enumerate(tokens, start=1)}
    with httpx.Client(base_url=base_url, timeout=PATIENCE_S) as client:
        works = client.get(ME, headers=bearer(real)).status_code == 200
        first = {name: _shown(client, token, addresses[name], 1)[0] for name, token in tokens.items()}
        traced = {name: addresses[name] for name in set(tokens) - TOO_LONG}
        until(lambda: not _untraced(tenant, traced), within_s=PATIENCE_S)
        untraced = _untraced(tenant, traced)
        again = {name: _shown(client, token, addresses[name], 20) for name, token in tokens.items()}
        time.sleep(1)  # a process hands only so many over in a second
        began = time.perf_counter()
        for _ in range(FLOOD):
            client.get(ME, headers=bearer("x.y.z") | {"X-Forwarded-For": FLOODER})
    wrong = {name: first[name] | again[name][0] for name in tokens if (first[name] | again[name][0]) - _expected(name)}
    until(lambda: _rows(FLOODER) > 0, within_s=PATIENCE_S)
    time.sleep(0.5)
    most = PER_ADDRESS.capacity + PER_ADDRESS.per_second * ms(began) / 1000 + 1
    slowest, flooded = max(again, key=lambda name: again[name][1]), _rows(FLOODER)
    took, audited = again[slowest][1], len(tokens) - len(TOO_LONG)
    figure = f"{len(tokens) - len(wrong)} of {len(tokens)} refused, the slowest ({slowest}) in {took:.1f} ms, "
    figure += f"{audited - len(untraced)} of {audited} in the audit; a flood of {FLOOD} left {flooded} rows"
    passed = works and not wrong and not untraced and 0 < flooded <= most
    return Verdict(passed, figure + "".join(f" {each}" for each in (wrong, untraced) if each), took < 10)


def _forged(tenant: Tenant) -> tuple[dict[str, str], str]:
    """Tokens by what is wrong with them, and the one that works, of which they are made."""
    real = signed_in(tenant).access
    test_tokens.CLAIMS = read_token(real, "access")
    tokens = {name: forge() for name, forge in test_tokens.FORGERIES.items() if name not in UNSENDABLE}
    with clock.frozen(clock.now() - timedelta(hours=1)):
        return tokens | {"expired": sign_token(test_tokens.CLAIMS, "access")}, real


def _expected(name: str) -> set[int]:
    return {400, 401, 431} if name in TOO_LONG else {401}


def _shown(client: httpx.Client, token: str, address: str, times: int) -> tuple[set[int], float]:
    """How a token was answered, and the fewest milliseconds that it took."""
    statuses, took = set(), []
    for _ in range(times):
        began = time.perf_counter()
        headers = bearer(token) | {"X-Forwarded-For": address}
        statuses.add(client.get(ME, headers=headers).status_code)
        took.append(ms(began))
    return statuses, min(took)


def _untraced(tenant: Tenant, addresses: dict[str, str]) -> list[str]:
    """Forgeries whose address stands in no chain."""
    return sorted(name for name, address in addresses.items() if not _rows(address, tenant))


def _rows(address: str, tenant: Tenant | None = None) -> int:
    """In nobody's chain, and in the tenant's."""
    found = 0
    for organization_id in {NOBODYS, tenant.organization_id if tenant else NOBODYS}:
        with acting_for(organization_id):
            rows = AuditRow.objects.filter(organization_id=organization_id, address=address)
            found += rows.filter(action__in=("token.refused", "token.expired"), actor_id=None).count()
    return found
