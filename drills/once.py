"""What may happen once: calls under one key, and signed requests."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from apps.accounts.models import IdempotencyKey
from apps.accounts.queries.signatures import signing_secret_for
from drills import Verdict, drill
from drills.open_loop import TRANSFORM
from drills.processes import SOFTEN, kill, start_valkey
from drills.rows import rows_of
from drills.world import ANOTHER, PATIENCE_S, ROOM, Tenant, World
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

NEARLY, TOO_FAR = (-285, 298), (-302, 315)
"""Seconds that a stamp may be wrong, and may not: five minutes are the limit, and a slow machine sends some seconds later."""
BODY = SOFTEN | {"text": "一度だけ直せ。"}


@drill("D1")
def one_key_has_one_effect_however_often_it_is_sent(world: World) -> Verdict:
    """Forty at once over two processes; another body; after a crash before the effect; after a day."""
    tenant, key = world.tenant("alice"), uuid4().hex
    bases = [world.base_url, world.web(**ANOTHER)]
    headers = {"X-API-Key": tenant.key, "Idempotency-Key": key}
    with httpx.Client(headers=headers, timeout=PATIENCE_S, limits=ROOM) as client, ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda n: client.post(bases[n % 2] + TRANSFORM, json=BODY), range(40)))
        statuses = {answer.status_code for answer in answers}
        ids = {answer.json()["id"] for answer in answers if answer.status_code == 200}
        late = [answer for answer in answers if answer.status_code == 409 and "retry-after" not in answer.headers]
        after_race = rows_of(tenant, "transformations")
        other = client.post(bases[0] + TRANSFORM, json=BODY | {"intensity": 3}).status_code
        _as_after_a_crash(tenant, key, timedelta(seconds=61))
        resumed = client.post(bases[1] + TRANSFORM, json=BODY | {"text": "一度だけ直せ。"}).status_code
        _older(tenant, key, timedelta(hours=24, seconds=1))
        new = client.post(bases[0] + TRANSFORM, json=BODY | {"intensity": 3}).status_code
    once = statuses <= {200, 409} and len(ids) == 1 and after_race == 1 and not late
    passed = once and (other, resumed, new) == (422, 200, 200)
    figure = f"40 calls: {after_race} effect, statuses {sorted(statuses)}; another body {other}, "
    return Verdict(passed, figure + f"after a crash {resumed}, after a day {new}")


def _as_after_a_crash(tenant: Tenant, key: str, ago: timedelta) -> None:
    """The row of a process that died before it had an effect."""
    with acting_for(tenant.organization_id):
        rows = IdempotencyKey.objects.filter(key=key)
        rows.update(state=IdempotencyKey.IN_PROGRESS, status=None, answer=None, created_at=clock.now() - ago)


def _older(tenant: Tenant, key: str, ago: timedelta) -> None:
    with acting_for(tenant.organization_id):
        IdempotencyKey.objects.filter(key=key).update(created_at=clock.now() - ago)


def signed(key: str, *, body: bytes, at: int = 0, nonce: str | None = None) -> dict[str, str]:
    """Headers of a signed call."""
    stamp, once = str(int(time.time()) + at), nonce or uuid4().hex
    text = "\n".join([stamp, once, "POST", "/api/v1/analyze", hashlib.sha256(body).hexdigest()])
    secret = signing_secret_for(key) or b""
    proof = hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
    named = {"X-TB-Timestamp": stamp, "X-TB-Nonce": once, "X-TB-Signature": proof}
    return {"X-API-Key": key, "Content-Type": "application/json", **named}


@drill("A5")
def a_signed_request_is_taken_once_and_as_it_was_signed(world: World) -> Verdict:
    """Bytes flipped, JSON written anew, old, repeated, repeated at once, repeated after the cache's restart."""
    tenant, body = world.tenant("alice"), '{"text": "直せ。"}'.encode()
    with httpx.Client(base_url=world.base_url, timeout=PATIENCE_S) as client:

        def status(headers: Mapping[str, str], content: bytes = body) -> int:
            return client.post("/api/v1/analyze", content=content, headers=dict(headers)).status_code

        first = signed(tenant.key, body=body)
        found: dict[str, Any] = {"fresh": status(first), "repeated": status(first)}
        kill(world, "valkey")
        start_valkey(world)
        found["repeated after a restart"] = status(first)
        found["a byte flipped"] = status(signed(tenant.key, body=body), body.replace(b"t", b"T", 1))
        found["written anew"] = status(signed(tenant.key, body=body), body.replace(b": ", b":"))
        found |= {f"{at} s": status(signed(tenant.key, body=body, at=at)) for at in NEARLY + TOO_FAR}
        partial = signed(tenant.key, body=body)
        del partial["X-TB-Nonce"]
        found["without its nonce"] = status(partial)
        race = signed(tenant.key, body=body)
        with ThreadPoolExecutor(10) as pool:
            raced = list(pool.map(lambda _n: status(race), range(10)))
    wrong = [
        name for name, code in found.items() if (code == 200) != (name in {"fresh", *(f"{at} s" for at in NEARLY)})
    ]
    passed = not wrong and raced.count(200) == 1 and raced.count(401) == 9
    return Verdict(passed, f"{len(found)} tries, wrong: {wrong or 'none'}; of ten at once {raced.count(200)} taken")
