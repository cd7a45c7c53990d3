"""Whether an attack is seen from inside: each security event, provoked on running processes."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from uuid import UUID

import httpx
from prometheus_client.parser import text_string_to_metric_families
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from apps.accounts.credentials.api_keys import make_api_key
from apps.accounts.models import AuditRow
from apps.accounts.queries.networks import KEY_NETWORKS
from apps.accounts.queries.places import NOBODYS
from drills import Verdict, drill
from drills.auth import ME, TOKEN, bearer, signed_in, switched_on
from drills.crew import until
from drills.world import BEHIND_A_PROXY, PASSWORD, PATIENCE_S, Tenant, World
from tests.gateway.test_signature import PATH, Signed
from tonebridge.telemetry.security_events import EVENTS
from tonebridge.tenancy.identity import acting_for

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.1"
AUDITED = {
    *("rights.refused", "session.refused", "second_factor.refused", "session.reused", "session.new_place"),
    "code.refused",
    *("api_key.first_network", "api_key.new_network", "signature.refused", "signature.repeated"),
    *("token.refused", "api_key.refused"),
}
SEEN_WITHIN_S = 5.0
"""By when the last event stands in the audit."""
Client = httpx.Client
Attack = Callable[[Client, Tenant], object]


@drill("A21")
def attacks_are_seen(world: World) -> Verdict:
    """Each event once, from addresses of its own; then the audit of whom it concerns and `/metrics` are looked at."""
    tenant, base_url = world.tenant("alice"), world.web(**BEHIND_A_PROXY)
    with httpx.Client(base_url=base_url, headers={"X-Forwarded-For": HERE}, timeout=PATIENCE_S) as client:
        before = _counted(client)
        for attack in ATTACKS:
            attack(client, tenant)
        with suppress(WebSocketException):
            connect(base_url.replace("http", "ws") + "/ws/v1/?ticket=made-up", open_timeout=PATIENCE_S).close()
        seen_s = until(lambda: not _unaudited(tenant.organization_id), within_s=PATIENCE_S)
        unaudited = _unaudited(tenant.organization_id)
        after = _counted(client)
    uncounted = sorted(event for event in EVENTS if after.get(event, 0) <= before.get(event, 0))
    figure = f"{len(AUDITED) - len(unaudited)} of {len(AUDITED)} kinds of events in the audit, "
    figure += (
        f"{len(EVENTS) - len(uncounted)} of {len(EVENTS)} in the metrics, the last {seen_s:.1f} s after the attacks"
    )
    missing = [*unaudited, *uncounted]
    return Verdict(
        not missing, figure + (f"; missing: {', '.join(missing)}" if missing else ""), seen_s <= SEEN_WITHIN_S
    )


def _counted(client: Client) -> dict[str, float]:
    """Security events by name, of all processes together."""
    # As a caller on this machine, and not through the proxy that the attacks seem to come from.
    families = text_string_to_metric_families(httpx.get(client.base_url.join("/metrics"), timeout=PATIENCE_S).text)
    samples = [sample for family in families for sample in family.samples]
    return {
        sample.labels["event"]: sample.value for sample in samples if sample.name == "tonebridge_security_events_total"
    }


def _unaudited(organization_id: UUID) -> list[str]:
    """Words that stand in no chain."""
    return sorted(AUDITED - _words(organization_id))


def _words(organization_id: UUID) -> set[str]:
    found: set[str] = set()
    for chain in (organization_id, NOBODYS):
        with acting_for(chain):
            found |= set(AuditRow.objects.filter(organization_id=chain).values_list("action", flat=True))
    return found


def _key(client: Client, tenant: Tenant, **wanted: object) -> dict[str, str]:
    made: dict[str, str] = client.post(
        "/api/v1/api-keys", json={"name": "drill"} | wanted, headers=bearer(signed_in(tenant).access)
    ).json()
    return made


def _ask_for_more(client: Client, tenant: Tenant) -> None:
    secret = _key(client, tenant, scopes=["history"])["secret"]
    client.post("/api/v1/transform", json={"text": "直せ。"}, headers={"X-API-Key": secret})


def _send_a_form_from_elsewhere(client: Client, _tenant: Tenant) -> None:
    client.post("/sign-in/", data={"email": "somebody@example.com"}, headers={"Origin": "https://evil.example"})


def _guess_passwords(client: Client, tenant: Tenant) -> None:
    for number in range(100):  # five are enough, where a guess doesn't take so long that another one may be made
        if client.post(TOKEN, json={"email": tenant.email, "password": f"guess {number}"}).status_code == 429:
            return


def _use_a_refresh_token_twice(client: Client, tenant: Tenant) -> None:
    refresh = signed_in(tenant).refresh
    for _ in range(2):
        client.post("/api/v1/auth/token/refresh", json={"refresh": refresh})


def _show_what_is_made_up(client: Client, tenant: Tenant) -> None:
    client.get(ME, headers=bearer(signed_in(tenant).access[:-8] + "AAAAAAAA"))
    client.get(ME, headers={"X-API-Key": make_api_key().raw})


def _use_a_key_elsewhere(client: Client, tenant: Tenant) -> None:
    for number, address in enumerate((HERE, ELSEWHERE), start=1):
        client.get(ME, headers={"X-API-Key": tenant.key, "X-Forwarded-For": address})
        until(partial(_are_noted, tenant, number), within_s=PATIENCE_S)  # the first one is to be the first


def _are_noted(tenant: Tenant, networks: int) -> bool:
    """Whether so many of the tenant's own key stand in the audit."""
    with acting_for(tenant.organization_id):
        rows = AuditRow.objects.filter(organization_id=tenant.organization_id, action__in=KEY_NETWORKS)
        return rows.filter(subject=str(tenant.key_id)).count() >= networks


def _sign_in_elsewhere(client: Client, tenant: Tenant) -> None:
    for address in (HERE, ELSEWHERE):
        body = {"email": tenant.email, "password": PASSWORD}
        client.post(TOKEN, json=body, headers={"X-Forwarded-For": address})


def _replay(client: Client, tenant: Tenant) -> None:
    made = _key(client, tenant, requires_signature=True)
    signed = Signed(made["secret"], made["signing_secret"])
    headers = signed.headers()
    for sent in (headers, headers, headers | {"X-TB-Signature": "0" * 64}):
        client.post(PATH, content=signed.body, headers=sent)


def _use_an_idempotency_key_for_something_else(client: Client, tenant: Tenant) -> None:
    for text in ("直せ。", "直して。"):
        headers = {"X-API-Key": tenant.key, "Idempotency-Key": "the-same-one"}
        client.post(PATH, json={"text": text}, headers=headers)


def _guess_a_code(client: Client, tenant: Tenant) -> None:
    switched_on(tenant.user_id)
    client.post(TOKEN, json={"email": tenant.email, "password": PASSWORD, "code": "000000"})
    headers = bearer(signed_in(tenant).access)
    client.post("/api/v1/auth/reauthenticate", json={"code": "000000"}, headers=headers)


ATTACKS: tuple[Attack, ...] = (
    _sign_in_elsewhere,
    _ask_for_more,
    _send_a_form_from_elsewhere,
    _use_a_refresh_token_twice,
    _show_what_is_made_up,
    _use_a_key_elsewhere,
    _replay,
    _use_an_idempotency_key_for_something_else,
    _guess_a_code,
    _guess_passwords,
)
"""Guessing comes last: afterwards the account is slowed down."""
