"""Web processes that die in the middle of a call."""

import os
import sys
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from apps.accounts.models import IdempotencyKey
from drills import Verdict, drill
from drills.dying import POINTS, key_of
from drills.rows import rows_of
from drills.world import PATIENCE_S, Tenant, World
from tonebridge.devstack import programs
from tonebridge.devstack.embedded.ports import LOOPBACK, free_port
from tonebridge.devstack.supervision.program import Program
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

TRANSFORM = "/api/v1/transform"


@drill("F11", ci=False)
def a_call_whose_process_dies_has_one_effect_when_it_is_sent_again(world: World) -> Verdict:
    """Killed at seven points from before the claim of its key to before its answer; sent again to another process."""
    tenant, rest = world.tenant("alice"), uuid4().hex
    outcomes: Counter[str] = Counter()
    for points in (POINTS[:4], POINTS[4:]):  # a master gives up after six deaths a minute
        base = dying_server(world)
        for point in points:
            first = _sent(base, tenant, key_of(point, rest), point)
            _forget_the_wait(tenant, key_of(point, rest))
            again = [_sent(world.base_url, tenant, key_of(point, rest), point) for _ in range(2)]
            died, same = first is None, again[0] is not None and again[0] == again[1]
            outcomes["as promised" if died and same else point] += 1
    used = world.call(tenant, "GET", "/api/v1/usage").json()["day"]["used"]
    kept = rows_of(tenant, "transformations")
    passed = outcomes == {"as promised": len(POINTS)} and used == kept == len(POINTS)
    return Verdict(passed, f"{dict(outcomes)} of {len(POINTS)} points; {kept} effects, {used} charged")


def dying_server(world: World) -> str:
    """Its base URL."""
    port = free_port()
    env = {**programs.without_owner(os.environ), "TONEBRIDGE_WORKERS": "2", "TONEBRIDGE_PORT": str(port)}
    command = (sys.executable, "-W", "ignore", "-m", "drills.dying", "--host", LOOPBACK, "--port", str(port))
    program = Program("dying web", command, world.servers.home / "logs" / "dying-web.log", env)
    world.servers.run(program, lambda: programs.web_answers(port))
    return f"http://{LOOPBACK}:{port}"


def _sent(base: str, tenant: Tenant, key: str, word: str) -> dict[str, Any] | None:
    """The answer; None where none came."""
    body = {"text": f"{word} の件を直せ。", "transformation_type": "soften"}
    headers = {"X-API-Key": tenant.key, "Idempotency-Key": key}
    try:
        answer = httpx.post(base + TRANSFORM, json=body, headers=headers, timeout=PATIENCE_S)
    except httpx.HTTPError:
        return None
    found: dict[str, Any] | None = answer.json() if answer.status_code == httpx.codes.OK else None
    return found


def _forget_the_wait(tenant: Tenant, key: str) -> None:
    """A minute later: nobody waits longer for a call that has died."""
    with acting_for(tenant.organization_id):
        rows = IdempotencyKey.objects.filter(key=key, state=IdempotencyKey.IN_PROGRESS)
        rows.update(created_at=clock.now() - timedelta(seconds=61))
