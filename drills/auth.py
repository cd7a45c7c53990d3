"""Who one is, and what one may do: credentials on running processes, as a stranger with a network cable meets them."""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.actions.close_organization import close_organization
from apps.accounts.actions.confirm_second_factor import confirm_second_factor
from apps.accounts.actions.open_token_family import open_token_family
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.contracts import SignedIn
from apps.accounts.credentials.api_keys import make_api_key
from apps.accounts.credentials.signing_keys import key_ring
from apps.accounts.credentials.signing_keys_file import LOOK_EVERY_S
from apps.accounts.models import ApiKey, Membership, User
from apps.accounts.queries.credentials import principal_of_api_key, principal_of_token
from drills import Verdict, drill
from drills.browser import Browser
from drills.crew import until
from drills.ranks import p_of_difference
from drills.sockets import ms_until_closed, open_page_socket, open_socket
from drills.world import ANOTHER, PASSWORD, PATIENCE_S, Tenant, World
from tests.cast import code_now
from tonebridge.errors import InvalidToken
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

ME, TOKEN = "/api/v1/auth/me", "/api/v1/auth/token"
TRIES, ALIKE = 3, 0.01
"""How often times are compared at most, and the probability above which they are alike."""
GRACE_S = 20.0
"""For which a key is believed that no longer signs."""
FELT_MS, LONGEST_MS, LONGEST_ALONE_MS = 2_000.0, 10_000.0, 30_000.0
"""Until another process refuses a call and has closed an idle connection: a second on a quiet machine. More than the latter two is
wrong on any: with Valkey, and without."""


def signed_in(tenant: Tenant) -> SignedIn:
    """A sign-in of the tenant's owner."""
    return open_token_family(user_id=tenant.user_id)


def switched_on(user_id: UUID) -> tuple[str, tuple[str, ...]]:
    """The secret and the backup codes of somebody who switched two-step sign-in on a minute ago: a code of now is still good."""
    secret = set_up_second_factor(user_id=user_id, authenticated_at=clock.now()).secret
    with clock.frozen(clock.now() - timedelta(seconds=60)):
        codes = confirm_second_factor(user_id=user_id, authenticated_at=clock.now(), code=code_now(secret))
    return secret, codes


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def ms(since: float) -> float:
    return (time.perf_counter() - since) * 1000


def _timed(client: httpx.Client, headers: dict[str, str]) -> tuple[int, float]:
    began = time.perf_counter()
    return client.get(ME, headers=headers).status_code, ms(began)


@drill("A2")
def signing_keys_rotate_under_running_processes(world: World) -> Verdict:
    """Old tokens go on, new ones come from the new key, a key without grace is out, an unknown one costs nothing."""
    tenant = world.tenant("alice")
    old, before = signed_in(tenant).access, key_ring().signing.kid
    with _client(world.base_url) as client:
        began = time.perf_counter()
        call_command("rotate_signing_keys", grace_hours=GRACE_S / 3600, verbosity=0, stdout=_Silent())
        time.sleep(LOOK_EVERY_S + 0.5)  # by then every process has looked at the file again
        goes_on = client.get(ME, headers=bearer(old)).status_code == 200
        in_grace = ms(began) < GRACE_S * 1000
        published = len(client.get("/.well-known/jwks.json").json()["keys"])
        time.sleep(11)
        new = sign_in_over_http(client, tenant)
        signs = jwt.get_unverified_header(new)["kid"]
        storm = _unknown_kids(client, 200)
        ended_s = until(lambda: client.get(ME, headers=bearer(old)).status_code == 401, within_s=PATIENCE_S)
        ended, new_works = ended_s < PATIENCE_S, client.get(ME, headers=bearer(new)).status_code == 200
    passed = ended and new_works and signs != before and published >= 2 and storm[0] == {401}
    figure = f"old key believed in its grace: {goes_on}, refused after: {ended}; {published} keys published, "
    figure += f"the new one signs: {signs != before}, is believed: {new_works}; "
    figure += f"200 unknown keys answered {sorted(storm[0])} in {storm[1]:.0f} ms"
    return Verdict(passed and (goes_on or not in_grace), figure, in_grace)


class _Silent:
    """Takes what a command prints."""

    def write(self, _text: str) -> int:
        return 0


def sign_in_over_http(client: httpx.Client, tenant: Tenant) -> str:
    answer = client.post(TOKEN, json={"email": tenant.email, "password": PASSWORD})
    return str(answer.json()["access"])


def _unknown_kids(client: httpx.Client, count: int) -> tuple[set[int], float]:
    private = rsa.generate_private_key(65537, 2048)
    tokens = [jwt.encode({"sub": "x"}, private, "RS256", headers={"kid": uuid4().hex}) for _ in range(count)]
    began = time.perf_counter()
    return {client.get(ME, headers=bearer(token)).status_code for token in tokens}, ms(began)


@drill("A3", alone=True)
def keys_give_nothing_away(world: World) -> Verdict:
    """A typing error asks the database nothing; an unknown prefix takes as long as a wrong secret; a digest is kept."""
    tenant = world.tenant("alice")
    asked = _queries_of(tenant.key[:-1] + ("A" if tenant.key[-1] != "A" else "B"))
    wrong_secret = _with_prefix(tenant.key.split("_")[2])
    statuses, p = set[int](), 0.0
    with _client(world.base_url) as client:
        for _ in range(TRIES):  # by chance alone, one of a hundred differs; what gives itself away does so each time
            if (p := _p_of_wrong_and_unknown(client, wrong_secret, statuses)) > ALIKE:
                break
    with acting_for(tenant.organization_id):
        kept = str(list(ApiKey.objects.values()))
    shown = world.call(tenant, "GET", "/api/v1/api-keys").text
    hidden = tenant.key.split("_")[3] not in kept + shown and sha256(tenant.key.encode()).hexdigest() in kept
    figure = f"{asked} queries for a typing error; wrong and unknown alike with p = {p:.2f}, answered {sorted(statuses)}; only SHA-256 is kept, the secret shown once: {hidden}"
    return Verdict(asked == 0 and statuses == {401} and hidden, figure, p > ALIKE)


def _p_of_wrong_and_unknown(client: httpx.Client, wrong_secret: str, statuses: set[int]) -> float:
    """How likely it is that a wrong secret and an unknown prefix take equally long; notes how they were answered."""
    known, unknown = list[float](), list[float]()
    for _ in range(1000):
        tries = [(wrong_secret, known), (make_api_key().raw, unknown)]
        random.shuffle(tries)
        for raw, times in tries:
            status, took = _timed(client, {"X-API-Key": raw})
            statuses.add(status)
            times.append(took)
    return p_of_difference(known, unknown)


def _with_prefix(prefix: str) -> str:
    """A well-formed key of that prefix with another secret."""
    from apps.accounts.credentials import api_keys

    unsigned = f"tb_live_{prefix}_" + make_api_key().raw.split("_")[3][: api_keys.RANDOM_LENGTH]
    return unsigned + api_keys._checksum(unsigned)


def _queries_of(raw: str) -> int:
    with CaptureQueriesContext(connection) as queries, suppress(InvalidToken):
        principal_of_api_key(raw)
    return len(queries)


Change = Callable[[World, Tenant, httpx.Client], object]


def _revoke_key(_world: World, tenant: Tenant, here: httpx.Client) -> object:
    return here.delete(f"/api/v1/api-keys/{tenant.key_id}", headers={"X-API-Key": tenant.key})


def _suspend(_world: World, tenant: Tenant, _here: httpx.Client) -> object:
    return User.objects.filter(id=tenant.user_id).update(is_active=False)


def _change_password(_world: World, tenant: Tenant, here: httpx.Client) -> object:
    wanted = {"current_password": PASSWORD, "new_password": "a long walk at noon"}
    headers = bearer(sign_in_over_http(here, tenant))
    return here.post("/api/v1/auth/password/change", json=wanted, headers=headers)


def _sign_out_everywhere(_world: World, tenant: Tenant, here: httpx.Client) -> object:
    return here.post("/api/v1/auth/logout/everywhere", headers=bearer(sign_in_over_http(here, tenant)))


def _lower_role(_world: World, tenant: Tenant, _here: httpx.Client) -> object:
    with acting_for(tenant.organization_id):
        return Membership.objects.filter(user=tenant.user_id).update(role="viewer")


def _remove(_world: World, tenant: Tenant, _here: httpx.Client) -> object:
    with acting_for(tenant.organization_id):
        return Membership.objects.filter(user=tenant.user_id).delete()


def _close_organization(_world: World, tenant: Tenant, _here: httpx.Client) -> object:
    principal = principal_of_token(signed_in(tenant).access)
    with acting_for(tenant.organization_id):
        return close_organization(principal=principal, name="alice")


CHANGES: dict[str, tuple[Change, str, tuple[int, ...]]] = {
    "key revoked": (_revoke_key, "key", (401,)),
    "user suspended": (_suspend, "token", (401,)),
    "password changed": (_change_password, "token", (401,)),
    "signed out everywhere": (_sign_out_everywhere, "token", (401,)),
    "organization closed": (_close_organization, "token", (401,)),
    "role lowered": (_lower_role, "token", (403,)),
    "member removed": (_remove, "token", (401,)),
}
"""What happens in one process, the credential that another one is shown, and how it must be refused."""

NOWHERE = "redis://127.0.0.1:1/0"
WITHOUT_CACHE = {"CACHE_URL": NOWHERE, "BROKER_URL": NOWHERE, "REDIS_URL": NOWHERE}
WRITES = ("POST", "/api/v1/glossary/terms")


@drill("A4")
def what_ends_in_one_process_ends_in_all(world: World) -> Verdict:
    """Each change through one process, then the other is asked until it refuses; a WebSocket that was opened on the
    other before, and says nothing, is closed. Once more for a socket of a process without Valkey.
    """
    there = world.web(**ANOTHER)
    calls, sockets = {}, {}
    with _client(world.base_url) as here, _client(there) as other:
        for name, (change, shown, refused) in CHANGES.items():
            tenant = world.tenant("alice")
            headers = {"X-API-Key": tenant.key} if shown == "key" else bearer(signed_in(tenant).access)
            if _write(other, headers) != 201:
                raise AssertionError(f"{name}: the credential didn't work before")
            socket = open_socket(there, here, headers)
            change(world, tenant, here)
            began = time.perf_counter()
            calls[name] = _until_refused(other, headers, refused)
            if 401 in refused:
                sockets[name] = ms(began) + ms_until_closed(socket)
            else:
                socket.close()
    alone = _without_valkey(world)
    slowest, last = max(calls, key=lambda name: calls[name]), max(sockets, key=lambda name: sockets[name])
    figure = f"{len(calls)} changes, the slowest ({slowest}) felt after {calls[slowest]:.0f} ms; "
    figure += f"{len(sockets)} idle WebSockets closed, the last ({last}) after {sockets[last]:.0f} ms; "
    figure += f"without Valkey: a call refused after {alone[0]:.0f} ms, a socket closed after {alone[1]:.0f} ms"
    felt = max(calls[slowest], sockets[last])
    return Verdict(felt <= LONGEST_MS and max(alone) <= LONGEST_ALONE_MS, figure, felt <= FELT_MS)


def _client(base_url: str) -> httpx.Client:
    return httpx.Client(base_url=base_url, timeout=PATIENCE_S)


def _without_valkey(world: World) -> tuple[float, float]:
    """The same on a process that never finds its Valkey: until a token is refused, and until a page's socket closes."""
    there = world.web(**WITHOUT_CACHE)
    tenant, browser = world.tenant("alice"), Browser(there)
    browser.sign_in(tenant.email, PASSWORD)
    headers = bearer(signed_in(tenant).access)
    with _client(there) as other:
        if _write(other, headers) != 201:
            raise AssertionError("the credential didn't work before")
        socket = open_page_socket(there, browser.session())
        _suspend(world, tenant, other)
        began = time.perf_counter()
        return _until_refused(other, headers, (401,)), ms(began) + ms_until_closed(socket)


def _write(client: httpx.Client, headers: dict[str, str]) -> int:
    return client.post(
        WRITES[1], json={"term": uuid4().hex, "language": "en", "plain": "a word"}, headers=headers
    ).status_code


def _until_refused(client: httpx.Client, headers: dict[str, str], refused: tuple[int, ...]) -> float:
    began = time.perf_counter()
    while _write(client, headers) not in refused:
        if ms(began) > LONGEST_ALONE_MS:
            break
    return ms(began)
