"""What a plan allows, counted exactly."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from django.db import connection

from apps.accounts.models import Plan
from drills import Verdict, drill
from drills.world import World
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system


@drill("D3")
def a_quota_is_exact_however_many_calls_race(world: World) -> Verdict:
    """Forty calls at a limit of ten, on two processes; a call that is refused for its body costs nothing."""
    with as_system("drill"):
        Plan.objects.get_or_create(code="ten", defaults={"name": "Ten", "per_minute": None, "per_day": 10})
    tenant = world.tenant("alice", plan="ten")
    bases = [world.base_url, world.start_web()]
    headers = {"X-API-Key": tenant.key}
    with httpx.Client(timeout=60) as client, ThreadPoolExecutor(20) as pool:
        client.post(f"{bases[0]}/api/v1/transform", json={"text": ""}, headers=headers)

        def one(number: int) -> int:
            body: dict[str, Any] = {"text": f"{number} 番を直せ。", "transformation_type": "soften"}
            return client.post(f"{bases[number % 2]}/api/v1/transform", json=body, headers=headers).status_code

        statuses = list(pool.map(one, range(40)))
        used = client.get(f"{bases[0]}/api/v1/usage", headers=headers).json()["day"]["used"]
    with acting_for(tenant.organization_id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM transformations")
        stored = cursor.fetchone()[0]
    passed = statuses.count(200) == used == stored == 10 and statuses.count(429) == 30
    return Verdict(passed, f"{statuses.count(200)} of 40 answered, {used} charged, {stored} stored")
