"""Files that were made to cost more than they weigh, several at once, while somebody else works."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx

from drills import Verdict, drill
from drills.crowd import watched
from drills.processes import process
from drills.world import Tenant, World

AT_ONCE, ROUNDS = 6, 4
MOST_MB = 100.0
OTHERS = 40
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
    """Headers, rows, quotations and JSON without end, six at once: refused in words, with another caller served meanwhile."""
    base = world.start_web(**ONE_PROCESS)
    mallory, bob = world.tenant("mallory"), world.tenant("bob")
    _send(base, mallory, HOSTILE[0])
    _messages(base, bob)
    pid = process(world, "web").pid
    with watched(pid) as quiet, ThreadPoolExecutor(AT_ONCE) as pool:  # each thread makes a tokenizer of its own once
        list(pool.map(lambda _turn: _messages(base, bob), range(AT_ONCE)))
    with watched(pid) as most:
        sent = _flood(base, mallory, bob)
    return _verdict(sent, most.own_mb - quiet.own_mb)


def _flood(base: str, mallory: Tenant, bob: Tenant) -> Sent:
    with ThreadPoolExecutor(AT_ONCE + 1) as pool:
        others = pool.submit(_messages, base, bob)
        files = pool.map(lambda file: _send(base, mallory, file), HOSTILE * ROUNDS)
        return Sent(list(files), others.result())


def _send(base: str, tenant: Tenant, file: tuple[str, bytes]) -> int:
    path, content = file
    files = {"file": ("file.csv", content, "text/csv")}
    return httpx.post(base + path, files=files, headers={"X-API-Key": tenant.key}, timeout=60).status_code


def _messages(base: str, tenant: Tenant) -> list[int]:
    with httpx.Client(base_url=base, headers={"X-API-Key": tenant.key}, timeout=60) as client:
        bodies = ({"text": f"{at}番を明日までに直せ。", "transformation_type": "soften"} for at in range(OTHERS))
        return [client.post("/api/v1/transform", json=body).status_code for body in bodies]


def _verdict(sent: Sent, grown_mb: float) -> Verdict:
    refused = sum(status in {400, 422} for status in sent.hostile)
    served = sum(status == httpx.codes.OK for status in sent.others)
    passed = refused == len(sent.hostile) and served == len(sent.others) and grown_mb <= MOST_MB
    figure = f"{refused} of {len(sent.hostile)} files refused, {AT_ONCE} at once; {grown_mb:.0f} MB more at most"
    return Verdict(passed, f"{figure}; {served} of {len(sent.others)} messages of somebody else answered")
