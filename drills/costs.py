"""What callers may cost: a budget that ends where it ends, nothing charged for what was refused, and what models say equals what is booked."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import httpx
from django.db import connection

from apps.accounts.models import Plan
from drills import Verdict, drill
from drills.crew import crew, over, until
from drills.models import Asked, asked_at_leisure, trust_again
from drills.rows import rows_of
from drills.world import PATIENCE_S, Tenant, World
from tests.models.scripted_server import Script
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system

LIMIT, BULK = 40, 60
LONGEST = 10_000
LONGEST_S = 900.0
"""Until two batches are over, however slow the machine."""
PROMPT_TOKENS = 100
"""What the scripted model says that it has read, whatever it is asked."""


@dataclass
class Purse:
    """Somebody with a budget, and what the model has written for them."""

    product: Asked
    tenant: Tenant
    written: list[int]

    def post(self, path: str = "transform", **body: Any) -> httpx.Response:
        sent = {"text": f"{uuid4().hex[:8]}を直せ。", "transformation_type": "soften"} | body
        url, headers = f"{self.product.base}/api/v1/{path}", {"X-API-Key": self.tenant.key}
        return httpx.post(url, json=sent, headers=headers, timeout=PATIENCE_S)

    @property
    def used(self) -> int:
        """Calls that were charged today."""
        url, headers = f"{self.product.base}/api/v1/usage", {"X-API-Key": self.tenant.key}
        return int(httpx.get(url, headers=headers, timeout=PATIENCE_S).json()["day"]["used"])

    def charged(self, path: str = "transform", **body: Any) -> int:
        """What one call has cost."""
        before = self.used
        self.post(path, **body)
        return self.used - before


def plan(limit: int) -> str:
    """The code of a plan of so many calls a day."""
    with as_system("drill"):
        Plan.objects.get_or_create(
            code=f"day{limit}", defaults={"name": "So many a day", "per_minute": None, "per_day": limit}
        )
    return f"day{limit}"


def purse(world: World) -> Purse:
    """One of `LIMIT` calls, at a model with prices."""
    tenant = world.tenant("alice", plan=plan(LIMIT))
    product = asked_at_leisure(world)
    found = Purse(replace(product, tenant=tenant), tenant, [])

    def writes(message: str) -> str:
        found.written.append(len(message))
        return message

    product.primary.script = Script(writes=writes)
    return found


@drill("M7")
def a_budget_ends_where_it_ends(world: World) -> Verdict:
    """One character and ten thousand, twenty thousand, models that write without end or fail, the same again and again, a hundred
    at once, and forty who race for the last ones: charged are the calls that were answered, and what the model says it used is what is booked.
    """
    one = purse(world)
    booked = _books_what_the_model_says(one)
    wrong = [name for name, holds in _costs(one) if not holds]
    raced, used = _race(one)
    stored = rows_of(one.tenant, "transformations")
    exact = used == stored == LIMIT and raced[429] > 0 and set(raced) <= {200, 429}
    figure = f"{used} of {LIMIT} charged, {stored} stored, the last raced for: {dict(raced)}; model and books agree: {booked}"
    return Verdict(exact and booked and not wrong, figure + (f"; NOT: {', '.join(wrong)}" if wrong else ""))


def _books_what_the_model_says(one: Purse) -> bool:
    """Tokens and dollars of short and long messages, to the last one."""
    for text in ("直", "直せ。" * (LONGEST // 3), "明日17時までに直せ。"):
        one.post(text=text)
    with acting_for(one.tenant.organization_id), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum((metrics->>'input_tokens')::int), sum((metrics->>'output_tokens')::int), "
            "sum((metrics->>'cost_usd')::float8) FROM analytics"
        )
        read, wrote, dollars = cursor.fetchone()
    calls, output = len(one.written), sum(one.written)
    return (read, wrote) == (calls * PROMPT_TOKENS, output) and abs(dollars - (read * 3 + wrote * 15) / 1e6) < 1e-6


def _costs(one: Purse) -> Iterator[tuple[str, bool]]:
    """What each kind of call costs, in calls."""
    primary, secondary = one.product.primary, one.product.secondary
    yield "too long is free", one.charged(text="直" * (2 * LONGEST)) == 0
    yield "empty is free", one.charged(text="") == 0
    yield "an unknown type is free", one.charged(transformation_type="shout") == 0
    before, well = one.used, primary.script
    primary.script = secondary.script = Script(fault="huge")
    yield "a model without end is one call", one.charged() == 1
    primary.script = secondary.script = Script(status=503)
    yield "models that fail are one call", one.charged() == 1
    primary.script, secondary.script = well, Script()
    trust_again()
    yield "the same ten times is one call", sum(one.charged(text="同じ文を直せ。") for _ in range(10)) == 1
    yield "anew each time is one each", sum(one.charged(text="毎回直せ。", store=False) for _ in range(5)) == 5
    yield "more at once than are left is free", _hundred(one) == (429, 0)
    yield "nothing was given back", one.used == before + 8


def _hundred(one: Purse) -> tuple[int, int]:
    """How a hundred at once were answered, and what that cost."""
    items, before = [{"text": f"{n} を直せ。", "transformation_type": "soften"} for n in range(100)], one.used
    url, headers = f"{one.product.base}/api/v1/transform/batch", {"X-API-Key": one.tenant.key}
    answer = httpx.post(url, json={"items": items}, headers=headers, timeout=PATIENCE_S)
    return answer.status_code, one.used - before


def _race(one: Purse) -> tuple[Counter[int], int]:
    """All at once for what is left, and what was charged in the end."""
    with ThreadPoolExecutor(20) as pool:
        statuses = Counter(pool.map(lambda _number: one.post().status_code, range(LIMIT)))
    return statuses, one.used


@drill("M7b", ci=False)
def a_budget_ends_in_the_middle_of_batches(world: World) -> Verdict:
    """Two batches that would fit, each alone, and calls in between: as many are done as the day allows, the others say why."""
    tenant = world.tenant("alice", plan=plan(BULK))
    with crew(world) as workers:
        jobs = [_hand_in(world, tenant, 40) for _ in range(2)]
        calls = [world.call(tenant, "POST", "/api/v1/transform", _message(uuid4().hex)).status_code for _ in range(10)]
        until(
            lambda: all(over(world, tenant, one) for one in jobs),
            within_s=LONGEST_S,
            meanwhile=workers.look,
        )
    with acting_for(tenant.organization_id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FILTER (WHERE went_well), count(*) FROM batch_results")
        well, results = cursor.fetchone()
    used = int(world.call(tenant, "GET", "/api/v1/usage").json()["day"]["used"])
    answered = calls.count(200)
    passed = used == well + answered == rows_of(tenant, "transformations") == BULK and results == 80
    return Verdict(passed, f"{well} of 80 in batches and {answered} of 10 calls, {used} charged of {BULK}")


def _message(word: str) -> dict[str, str]:
    return {"text": f"{word} を直せ。", "transformation_type": "soften"}


def _hand_in(world: World, tenant: Tenant, count: int) -> str:
    body = {"items": [_message(uuid4().hex[:8]) for _ in range(count)]}
    return str(world.call(tenant, "POST", "/api/v1/transform/batch", body).json()["id"])
