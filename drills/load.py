"""Many callers at once: the same question, more than there is room for, one who takes more than their share."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
from django.conf import settings

from apps.accounts.models import Plan
from drills import Verdict, drill
from drills.auth import bearer, signed_in
from drills.crew import until
from drills.open_loop import TRANSFORM, Sent, open_loop
from drills.processes import SOFTEN, process
from drills.rows import rows_of
from drills.world import ANOTHER, PATIENCE_S, ROOM, World
from tonebridge.tenancy.system import as_system

FELT_S, LONGEST_FELT_S = 2.0, 10.0
"""Until another process knows what was changed, and what is wrong on any machine: on a quiet one it is a tenth of a second."""
SAME = SOFTEN | {"text": "この件、明日の17時までに必ず直せ。"}


def plan(code: str, per_minute: int) -> str:
    """A plan of that many calls a minute."""
    with as_system("drill"):
        Plan.objects.update_or_create(code=code, defaults={"name": code, "per_minute": per_minute, "per_day": None})
    return code


@drill("L1", ci=False)
def a_repeat_is_answered_at_300_a_second(world: World) -> Verdict:
    """An open loop for a minute. The bar is for a machine whose cores are free."""
    tenant = world.tenant("alice")
    open_loop(world.base_url, tenant, a_second=10, seconds=2, body=SAME)
    sent = open_loop(world.base_url, tenant, a_second=300, seconds=60, body=SAME)
    return _at_that_rate(sent, in_time=sent.percentile(99) <= 0.15)


@drill("L2", ci=False)
def new_messages_are_answered_at_30_a_second(world: World) -> Verdict:
    """An open loop for a minute, by rules."""
    sent = open_loop(world.base_url, world.tenant("alice"), a_second=30, seconds=60)
    return _at_that_rate(sent, in_time=sent.percentile(95) <= 0.5)


def _at_that_rate(sent: Sent, *, in_time: bool) -> Verdict:
    """Where a machine can't keep up, who is too many is told when to come again, and nobody is left without an answer."""
    all_served = set(sent.statuses) == {200}
    return Verdict(
        set(sent.statuses) <= {200, 503} and all(map(str.isdigit, sent.afters)), str(sent), all_served and in_time
    )


@drill("L3")
def of_five_hundred_who_ask_the_same_one_is_worked_for(world: World) -> Verdict:
    """At once, of one person, over two processes: each works once at most, and all are told the same."""
    tenant = world.tenant("alice")
    bases = [world.start_web(TONEBRIDGE_WORKERS="1") for _ in range(2)]
    headers = {"X-API-Key": tenant.key}
    with httpx.Client(headers=headers, timeout=PATIENCE_S, limits=ROOM) as client, ThreadPoolExecutor(50) as pool:
        for base in bases:
            client.post(base + "/api/v1/analyze", json={"text": "直せ。"})
        began = time.perf_counter()
        answers = list(pool.map(lambda n: client.post(bases[n % 2] + TRANSFORM, json=SAME), range(500)))
        took = time.perf_counter() - began
    texts = {answer.json().get("transformed_text") for answer in answers}
    made = rows_of(tenant, "transformations")
    for _ in bases:
        process(world, "web").stop()
    passed = {answer.status_code for answer in answers} == {200} and len(texts) == 1 and made <= 2
    return Verdict(passed, f"500 answers alike: {len(texts) == 1}, worked {made} times, {took:.1f} s")


@drill("L4", ci=False)
def more_than_there_is_room_for_is_refused_at_once(world: World) -> Verdict:
    """Far more than can be worked for, for twenty seconds: who is let in is answered, who isn't is told when to come."""
    tenant = world.tenant("alice")
    base = world.start_web(TONEBRIDGE_MOST_WAIT_S=str(settings.GATEWAY_MOST_WAIT_S))
    sent = open_loop(base, tenant, a_second=250, seconds=20)
    after = open_loop(base, tenant, a_second=5, seconds=5)
    process(world, "web").stop()
    refusals = sent.seconds.get(503, [0.0])
    passed = set(sent.statuses) <= {200, 429, 503} and all(map(str.isdigit, sent.afters))
    figure = f"{sent}; refused in {sorted(refusals)[len(refusals) // 2] * 1000:.0f} ms (median); after it {after}"
    return Verdict(passed and sent.statuses[503] > 0 and set(after.statuses) == {200}, figure, sent.percentile(95) <= 4)


@drill("L5", alone=True)
def one_who_floods_takes_no_more_than_their_share(world: World) -> Verdict:
    """At ten times their limit, for six seconds: exactly the limit is admitted, and another's calls hardly wait."""
    flooder, other = world.tenant("mallory", plan=plan("sixty", 60)), world.tenant("alice")
    calm, began = open_loop(world.base_url, other, a_second=5, seconds=4), time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        flood = pool.submit(open_loop, world.base_url, flooder, a_second=20, seconds=6)
        others = pool.submit(open_loop, world.base_url, other, a_second=5, seconds=6)
        flooded, meanwhile = flood.result(), others.result()
    admitted, most = flooded.statuses[200], 60 + time.perf_counter() - began + 4
    fair = meanwhile.percentile(95) <= 1.5 * calm.percentile(95) + 2.0  # two busy cores
    passed = 60 <= admitted <= most and set(flooded.statuses) <= {200, 429} and set(meanwhile.statuses) == {200}
    figure = f"{admitted} admitted of {flooded.statuses.total()} at 60 a minute; another's p95 "
    figure += f"{meanwhile.percentile(95) * 1000:.0f} ms, quiet {calm.percentile(95) * 1000:.0f} ms"
    return Verdict(passed, figure, fair)


@drill("T5")
def nobody_is_answered_from_anothers_cache(world: World) -> Verdict:
    """The same message of two organizations: worked for twice, and neither sees that the other had asked."""
    alice, mallory = world.tenant("alice"), world.tenant("mallory")
    first = world.call(alice, "POST", TRANSFORM, SAME).json()
    again = world.call(alice, "POST", TRANSFORM, SAME).json()
    foreign = world.call(mallory, "POST", TRANSFORM, SAME).json()
    tricks = [("a|b", "c"), ("a", "b|c"), ("a\n", "b"), ("a", "\nb")]
    ids = set()
    for role, background in tricks:
        context = {"sender_role": role, "background": background}
        ids.add(world.call(alice, "POST", TRANSFORM, SAME | {"context": context}).json()["id"])
    apart = foreign["id"] != first["id"] and foreign["cached"] is False
    passed = again["id"] == first["id"] and again["cached"] is True and apart and len(ids) == len(tricks)
    passed = passed and rows_of(mallory, "transformations") == 1
    return Verdict(
        passed, f"own repeat cached: {again['cached']}, another's: {foreign['cached']}; {len(ids)} of 4 keys apart"
    )


@drill("F20")
def what_changes_in_one_process_is_known_in_the_other(world: World) -> Verdict:
    """A word taught and a key revoked through one; the other obeys within two seconds."""
    tenant = world.tenant("alice")
    second = world.web(**ANOTHER)
    headers = {"X-API-Key": tenant.key}
    body = {"text": "ゼブラ基盤を今日中に確認しろ。", "transformation_type": "terminology"}
    with httpx.Client(headers=headers, timeout=PATIENCE_S) as client:
        keys, person = world.base_url + "/api/v1/api-keys", bearer(signed_in(tenant).access)
        made = httpx.post(keys, json={"name": "other"}, headers=person, timeout=PATIENCE_S).json()
        other = {"X-API-Key": made["secret"]}
        before = [client.post(second + TRANSFORM, json=body, headers=other).json() for _ in range(2)]
        term = {"term": "ゼブラ基盤", "language": "ja", "plain": "しくみ"}
        client.post(world.base_url + "/api/v1/glossary/terms", json=term).raise_for_status()
        word_s = until(
            lambda: client.post(second + TRANSFORM, json=body, headers=other).json()["id"] != before[1]["id"],
            within_s=PATIENCE_S,
        )
        client.delete(f"{world.base_url}/api/v1/api-keys/{made['id']}").raise_for_status()
        key_s = until(
            lambda: client.post(second + TRANSFORM, json=body, headers=other).status_code == 401, within_s=PATIENCE_S
        )
    figure = f"a word after {word_s:.2f} s, a revoked key after {key_s:.2f} s"
    felt = max(word_s, key_s)
    return Verdict(before[1]["cached"] and felt <= LONGEST_FELT_S, figure, felt <= FELT_S)
