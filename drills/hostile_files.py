"""Files that were made to cost more than they weigh, several at once, while somebody else works."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import cycle

import httpx

from drills import Verdict, drill
from drills.crowd import watched
from drills.processes import process
from drills.world import PATIENCE_S, Tenant, World

AT_ONCE, ROUNDS = 6, 4
CROWD = 12
"""Files of one person at once: more than may wait."""
MOST_MB = 100.0
OTHERS = 40
REFUSED, TOO_MANY = {400, 422}, 429
ONE_PROCESS = {"TONEBRIDGE_WORKERS": "1"}
GLOSSARY, JOBS = "/api/v1/glossary/import", "/api/v1/jobs/import"
HOSTILE = (
    (GLOSSARY, b"term,language" + b",a" * 5_000 + b"\n" + b"x\n" * 5_000),
    (GLOSSARY, b"term,language\n" + b"x\n" * 400_000),
    (JOBS, b"a," * 40_000 + b"text\nx\n"),
    (JOBS, b'{"text":[' + b"[]," * 300_000 + b"[]]}\n"),
    (JOBS, b'text\n"' + b"x,\n" * 300_000),
)


@dataclass(frozen=True)
class Sent:
    """How the hostile files and another caller's messages were answered."""

    hostile: list[int]
    others: list[int]


@drill("B20")
def files_that_unfold_cost_little_and_keep_nobody_waiting(world: World) -> Verdict:
    """Headers, rows, quotations and JSON without end, six at once of two persons: refused in words, with another caller served
    meanwhile. Then twelve at once of one: what is too many is refused, too, unread.
    """
    base = world.start_web(**ONE_PROCESS)
    attackers, bob = [world.tenant("mallory"), world.tenant("mike")], world.tenant("bob")
    _send(base, attackers[0], HOSTILE[0])
    _messages(base, bob)
    pid = process(world, "web").pid
    with watched(pid) as quiet, ThreadPoolExecutor(AT_ONCE) as pool:  # each thread makes a tokenizer of its own once
        list(pool.map(lambda _turn: _messages(base, bob), range(AT_ONCE)))
    with watched(pid) as most:
        by_turns = _flood(base, attackers, bob, AT_ONCE)
        by_one = _flood(base, attackers[:1], bob, CROWD)
    return _verdict(by_turns, by_one, most.own_mb - quiet.own_mb)


def _flood(base: str, attackers: Sequence[Tenant], bob: Tenant, at_once: int) -> Sent:
    """Of one person five at most may be worked on or wait."""
    with ThreadPoolExecutor(at_once + 1) as pool:
        others = pool.submit(_messages, base, bob)
        files = pool.map(partial(_send, base), cycle(attackers), HOSTILE * ROUNDS)
        return Sent(list(files), others.result())


def _send(base: str, tenant: Tenant, file: tuple[str, bytes]) -> int:
    path, content = file
    files = {"file": ("file.csv", content, "text/csv")}
    return httpx.post(base + path, files=files, headers={"X-API-Key": tenant.key}, timeout=PATIENCE_S).status_code


def _messages(base: str, tenant: Tenant) -> list[int]:
    with httpx.Client(base_url=base, headers={"X-API-Key": tenant.key}, timeout=PATIENCE_S) as client:
        bodies = ({"text": f"{at}番を明日までに直せ。", "transformation_type": "soften"} for at in range(OTHERS))
        return [client.post("/api/v1/transform", json=body).status_code for body in bodies]


def _verdict(by_turns: Sent, by_one: Sent, grown_mb: float) -> Verdict:
    said, too_many = Counter(by_turns.hostile), Counter(by_one.hostile)
    served = sum(status == httpx.codes.OK for status in by_turns.others + by_one.others)
    passed = set(said) <= REFUSED and set(too_many) <= {*REFUSED, TOO_MANY} and too_many[TOO_MANY] > 0
    passed = passed and served == 2 * OTHERS and grown_mb <= MOST_MB
    figure = f"files by two persons {dict(said)}, {AT_ONCE} at once; by one {dict(too_many)}, {CROWD} at once; {grown_mb:.0f} MB more at most"
    return Verdict(passed, f"{figure}; {served} of {2 * OTHERS} messages of somebody else answered")
