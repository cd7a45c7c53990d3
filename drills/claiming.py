"""An account that waits for the owner of its address: what a stranger leaves there, and whether it is found again."""

import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx
from websockets.sync.client import ClientConnection

from apps.accounts.actions.issue_link_token import issue_link_token
from apps.accounts.models import OneTimeToken, User
from drills import Verdict, drill
from drills.auth import ME, TOKEN, bearer
from drills.browser import Browser
from drills.sign_in import REGISTER
from drills.sockets import STAYS_OPEN_S, ms_until_closed, open_socket
from drills.world import BEHIND_A_PROXY, PASSWORD, PATIENCE_S, World
from tests.cast import code_now

STRANGERS = "a stranger's long password"
MESSAGE = "Our merger with Initech closes on Friday."
SCOPES = ["transform", "analyze", "history", "admin"]
VERIFY, DISOWN, RESET = (f"/api/v1/auth/{name}" for name in ("email/verify", "email/disown", "password/reset"))


@dataclass
class Trap:
    """What the stranger holds, before the address's owner comes."""

    email: str
    user_id: UUID
    access: str
    refresh: str
    key: str
    page: Browser
    socket: ClientConnection


@drill("A15")
def an_account_made_with_anothers_address_is_no_trap(world: World) -> Verdict:
    """A stranger registers with charlie's address and makes all that may be made, with and without a second factor; charlie
    sets a new password and works. Then once more: a click on the link alone, and "I didn't create this account".
    """
    base_url = world.web(**BEHIND_A_PROXY)
    faults = [
        *(
            f"{name}: {fault}"
            for name, second in WAYS.items()
            for fault in _after_a_reset(base_url, second_factor=second)
        ),
        *(f"link: {fault}" for fault in _after_a_click(base_url)),
    ]
    return Verdict(
        not faults,
        "; ".join(faults) or "keys, sign-ins, sessions, sockets and second factors end; a click alone gives nothing",
    )


WAYS = {"keys": False, "keys and a second factor": True}


def _client(base_url: str) -> httpx.Client:
    """At an address of its own: accounts that haven't proven theirs share the calls of one."""
    address = f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1"
    return httpx.Client(base_url=base_url, timeout=PATIENCE_S, headers={"X-Forwarded-For": address})


def _after_a_reset(base_url: str, *, second_factor: bool) -> list[str]:
    with _client(base_url) as client:
        trap = _trap(base_url, client, second_factor=second_factor)
        wanted = {"token": _mailed(trap, OneTimeToken.RESET_PASSWORD), "password": PASSWORD}
        if client.post(RESET, json=wanted).status_code != httpx.codes.NO_CONTENT:
            return ["the password couldn't be reset"]
        entered = client.post(TOKEN, json={"email": trap.email, "password": PASSWORD})
        if entered.status_code != httpx.codes.OK:
            return [f"charlie is kept out: {entered.json()['errors']}", *_still_open(client, trap)]
        body = {"text": MESSAGE, "transformation_type": "soften"}
        client.post("/api/v1/transform", json=body, headers=bearer(entered.json()["access"]))
        return _still_open(client, trap)


def _after_a_click(base_url: str) -> list[str]:
    with _client(base_url) as client:
        trap = _trap(base_url, client, second_factor=False)
        token = {"token": _mailed(trap, OneTimeToken.VERIFY_EMAIL)}
        clicked = client.post(VERIFY, json=token).status_code
        faults = ["a click verified the address"] if clicked == httpx.codes.NO_CONTENT else []
        disowned = client.post(DISOWN, json=token).status_code
        faults += [] if disowned == httpx.codes.NO_CONTENT else [f"the account can't be disowned: {disowned}"]
        return faults + _still_open(client, trap)


def _trap(base_url: str, client: httpx.Client, *, second_factor: bool) -> Trap:
    email = f"charlie-{uuid4().hex[:8]}@corp.example"
    made = client.post(REGISTER, json={"email": email, "password": STRANGERS}).json()
    shown = bearer(made["access"])
    key = client.post("/api/v1/api-keys", json={"name": "waiting", "scopes": SCOPES}, headers=shown).json()
    page = Browser(base_url, address=client.headers["X-Forwarded-For"])
    page.sign_in(email, STRANGERS)
    if second_factor:
        secret = client.post("/api/v1/auth/two-factor", headers=shown).json().get("secret", "JBSWY3DPEHPK3PXP")
        client.post("/api/v1/auth/two-factor/confirm", json={"code": code_now(secret)}, headers=shown)
    socket = open_socket(base_url, client, shown)
    names = (made["user"]["id"], made["access"], made["refresh"], key.get("secret", ""))
    return Trap(email, UUID(names[0]), *names[1:], page, socket)


def _mailed(trap: Trap, purpose: str) -> str:
    """The token of the link that the worker would write to charlie's mailbox."""
    return issue_link_token(user=User.objects.get(id=trap.user_id), purpose=purpose)


def _still_open(client: httpx.Client, trap: Trap) -> list[str]:
    """What the stranger still gets in by."""
    guest = {"email": "guest@example.com", "role": "admin"}
    keyed, signed = {"X-API-Key": trap.key}, bearer(trap.access)
    tried = {
        "the key reads the history": client.get("/api/v1/history", headers=keyed),
        "the key says who it is": client.get(ME, headers=keyed),
        "the key invites": client.post("/api/v1/organization/invitations", json=guest, headers=keyed),
        "the token": client.get(ME, headers=signed),
        "the refresh token": client.post("/api/v1/auth/token/refresh", json={"refresh": trap.refresh}),
    }
    found = [f"{name}: {answer.status_code}" for name, answer in tried.items() if answer.status_code != 401]
    found += ["the page's session"] if trap.page.is_inside() else []
    return found + (["the open socket"] if ms_until_closed(trap.socket) >= STAYS_OPEN_S * 1000 else [])
