"""Getting in where one shouldn't: guessed passwords, stolen sessions, codes that were used before."""

import json
import re
import secrets
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx

from apps.accounts.models import AuditRow, User
from drills import Verdict, drill
from drills.auth import TOKEN, ms, switched_on
from drills.browser import Browser
from drills.world import BEHIND_A_PROXY, PASSWORD, PATIENCE_S, Tenant, World
from tests.cast import code_now
from tonebridge.tenancy.identity import acting_for

REGISTER = "/api/v1/auth/register"
GUESS = "a guess at noon"
GUESSERS = "198.18."
"""How the addresses of those begin who guess thousands of times (RFC 2544): no other drill calls from one."""
MARKS = re.compile(r"eyJ[\w.-]+|[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+Z")
"""What differs between any two answers: tokens, ids, times."""


@drill("A6")
def guessing_at_a_password_gets_nowhere(world: World) -> Verdict:
    """A thousand tries from one address and a thousand from a hundred, on one account; its owner gets in meanwhile. Each
    try that was looked at is audited.
    """
    base_url = world.web(**BEHIND_A_PROXY)
    tenant, began = world.tenant("alice"), time.perf_counter()
    owner = Browser(base_url, address="203.0.113.1")
    knows_device = owner.sign_in(tenant.email, PASSWORD) and owner.sign_out()
    statuses = [_guess(base_url, tenant.email, 1000, lambda _number: f"{GUESSERS}0.1")]
    statuses.append(_guess(base_url, tenant.email, 1000, lambda number: f"{GUESSERS}1.{number % 100 + 2}"))
    minutes = max(1.0, ms(began) / 60_000)
    admitted = sum(found.count(401) for found in statuses)
    still_in = knows_device and owner.sign_in(tenant.email, PASSWORD)
    audited = _refusals(tenant)
    figure = (
        f"{admitted} of 2,000 guesses were looked at in {minutes * 60:.0f} s, {audited} audited; owner still enters: "
    )
    return Verdict(admitted <= 10 * minutes and audited == admitted and still_in, f"{figure}{still_in}")


@drill("A6t", alone=True)
def no_door_tells_whether_an_address_is_taken(world: World) -> Verdict:
    """Neither signing in nor registering, by what it answers or by how long it takes."""
    base_url = world.web(**BEHIND_A_PROXY)
    same, ratio = _alike_after_all(world, base_url, TOKEN, 401)
    covered, covered_ratio = _alike_after_all(world, base_url, REGISTER, 201)
    figure = f"unknown address answers alike: {same}, in {ratio:.2f} of the time; registering with it: {covered}, "
    figure += f"in {covered_ratio:.2f}"
    return Verdict(same and covered, figure, _takes_as_long(ratio) and _takes_as_long(covered_ratio))


def _guess(base_url: str, email: str, count: int, address: Callable[[int], str]) -> list[int]:
    with httpx.Client(base_url=base_url, timeout=PATIENCE_S) as client, ThreadPoolExecutor(4) as pool:

        def one(number: int) -> int:
            headers = {"X-Forwarded-For": address(number)}
            body = {"email": email, "password": f"guess {number}"}
            return client.post(TOKEN, json=body, headers=headers).status_code

        return list(pool.map(one, range(count)))


def _refusals(tenant: Tenant) -> int:
    """Refused sign-ins in the audit of the tenant, of those that guessed."""
    with acting_for(tenant.organization_id):
        rows = AuditRow.objects.filter(organization_id=tenant.organization_id, action="session.refused")
        return rows.filter(address__startswith=GUESSERS).count()


def _takes_as_long(ratio: float) -> bool:
    return 0.7 < ratio < 1.4


def _alike_after_all(world: World, base_url: str, door: str, status: int) -> tuple[bool, float]:
    """`_alike`, three times at most: on a busy machine a ratio is chance, and what gives itself away does so each time."""
    for first in (0, 8, 16):
        same, ratio = _alike(world, base_url, door, status, first)
        if not same or _takes_as_long(ratio):
            break
    return same, ratio


def _alike(world: World, base_url: str, door: str, status: int, first: int) -> tuple[bool, float]:
    """Whether a known and an unknown address get one answer at a door, of that status, and the ratio of their median times.

    `first`: of the numbers of the callers' addresses."""
    emails = [world.tenant("alice").email for _ in range(8)], [f"{uuid4().hex}@example.com" for _ in range(8)]
    bodies, times = [], []
    with httpx.Client(base_url=base_url, timeout=PATIENCE_S) as client:
        for number, pair in enumerate(zip(*emails, strict=True), start=first):
            for email in pair:
                began = time.perf_counter()
                headers = {"X-Forwarded-For": f"192.0.2.{number}"}
                body = {"email": email, "password": GUESS}
                body |= {"full_name": "Dora"} if door == REGISTER else {}
                answer = client.post(door, json=body, headers=headers)
                times.append(ms(began))
                shown = MARKS.sub("", json.dumps(answer.json()).replace(email, ""))
                bodies.append((answer.status_code, shown))
    return {found for found, _shown in bodies} == {status} and len(set(bodies)) == 1, statistics.median(
        times[1::2]
    ) / statistics.median(times[::2])


@drill("A7")
def sessions_cant_be_fixed_forged_or_kept(world: World) -> Verdict:
    """Fixation, cookie flags, forms without a token on every page, signing out, and a user who is suspended."""
    tenant = world.tenant("alice")
    browser = Browser(world.base_url)
    faults = [] if browser.survives_fixation(tenant.email, PASSWORD) else ["a session given before was kept"]
    faults += [] if browser.cookies_are_guarded() else ["a cookie can be read or sent along"]
    faults += [f"POST {path} took a form without a token" for path in browser.forged_forms_taken()]
    kept = browser.session()
    browser.sign_out()
    faults += [] if not Browser(world.base_url, session=kept).is_inside() else ["a session outlived signing out"]
    browser.sign_in(tenant.email, PASSWORD)
    User.objects.filter(id=tenant.user_id).update(is_active=False)
    faults += [] if not browser.is_inside() else ["a session outlived suspension"]
    return Verdict(
        not faults, "; ".join(faults) or f"{browser.forms_tried} forms, fixation, sign-out and suspension hold"
    )


@drill("A8")
def a_code_is_good_once_and_five_wrong_ones_are_enough(world: World) -> Verdict:
    """A code twice, a backup code twice, and guesses, each on an account of its own."""
    base_url = world.web(**BEHIND_A_PROXY)
    with httpx.Client(base_url=base_url, timeout=PATIENCE_S) as client:
        tenant, secret, _codes = _with_second_factor(world)
        code = code_now(secret)
        twice = [_enter(client, tenant, code) for _ in range(2)]
        tenant, _secret, codes = _with_second_factor(world)
        backup = [_enter(client, tenant, codes[0]) for _ in range(2)]
        tenant, _secret, _codes = _with_second_factor(world)
        guesses = [_enter(client, tenant, "000000") for _ in range(7)]
    passed = twice == backup == [200, 401] and guesses.count(401) == 5 and guesses[5:] == [429, 429]
    return Verdict(passed, f"code {twice}, backup code {backup}, guesses {guesses}")


def _with_second_factor(world: World) -> tuple[Tenant, str, tuple[str, ...]]:
    tenant = world.tenant("alice")
    return tenant, *switched_on(tenant.user_id)


def _enter(client: httpx.Client, tenant: Tenant, code: str) -> int:
    body = {"email": tenant.email, "password": PASSWORD, "code": code}
    headers = {"X-Forwarded-For": f"203.0.113.{secrets.randbelow(250)}"}  # addresses have a limit of their own
    return client.post(TOKEN, json=body, headers=headers).status_code
