"""Input that no decent client sends: whatever comes, a problem that says what is wrong, and nobody else waits for it."""

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import httpx

from drills import Verdict, drill
from drills.processes import SOFTEN
from drills.world import PATIENCE_S, Tenant, World

TRANSFORM, ANALYZE = "/api/v1/transform", "/api/v1/analyze"
NOTICED: list[httpx.Response] = []
"""Every refusal of these drills, for B11 to read."""
UNTOLD = ("Traceback", 'File "', "/site-packages/", "psycopg", "django", "SELECT ", "uvicorn", "python/3", "PostgreSQL")


def client_of(world: World, tenant: Tenant) -> httpx.Client:
    """With the tenant's key."""
    return httpx.Client(base_url=world.base_url, headers={"X-API-Key": tenant.key}, timeout=PATIENCE_S)


def refused(client: httpx.Client, path: str, body: bytes, kind: str | None = "application/json") -> httpx.Response:
    """Send bytes as they are, remember the answer."""
    headers = {"Content-Type": kind} if kind is not None else {}
    answer = client.post(path, content=body, headers=headers)
    NOTICED.append(answer)
    return answer


def is_problem(answer: httpx.Response, *statuses: int) -> bool:
    """One of the statuses, as a problem that strict JSON reads and that names the request."""
    if answer.status_code not in statuses or answer.headers["content-type"] != "application/problem+json":
        return False
    return bool(json.loads(answer.content, parse_constant=_no_constant)["request_id"])


def _no_constant(name: str) -> None:
    raise ValueError(name)


TEXTS = {
    "NFD": "か\u3099きく\u3099けこ", "ZWJ": "👩\u200d👩\u200d👧直せ。", "right to left": "\u202eabc\u202c 直せ。",
    "tags": "直せ。\U000e0041\U000e0042", "BOM": "\ufeff直せ。", "zero width": "直\u200bせ。", "CRLF": "直せ。\r\n早く。",
}  # fmt: skip # a table, read by rows
UNSTORABLE = {
    "NUL": b'{"text": "a\\u0000b"}', "half a pair": b'{"text": "\\ud800"}', "not UTF-8": b'{"text": "\xff"}',
    "empty": b'{"text": ""}', "blank": '{"text": " \u3000"}'.encode(),
}  # fmt: skip # a table, read by rows


@drill("B2")
def every_character_comes_back_or_is_refused(world: World) -> Verdict:
    tenant = world.tenant("alice")
    wrong = []
    with client_of(world, tenant) as client:
        for name, text in TEXTS.items():
            answer = client.post(TRANSFORM, json=SOFTEN | {"text": text})
            kept = client.get(f"/api/v1/history/{answer.json().get('id')}").json()
            if answer.json().get("original_text") != text or kept.get("original_text") != text:
                wrong.append(name)
        wrong += [name for name, body in UNSTORABLE.items() if not is_problem(refused(client, ANALYZE, body), 400)]
    return Verdict(not wrong, f"{len(TEXTS) + len(UNSTORABLE)} texts, wrong: {wrong or 'none'}")


VALUES = ["NaN", "Infinity", "-Infinity", "1e999", "9223372036854775808", "true", "-0.5", '"2"', "null", "[]", "{}"]
OTHERS = {
    "an unknown key": b'{"text": "a", "transformation_type": "soften", "colour": 1}',
    "one key twice": b'{"text": "a", "text": "b", "transformation_type": "soften"}',
    "a comment": b'{"text": "a" /* */}', "a comma too many": b'{"text": "a",}', "two documents": b'{}{}',
}  # fmt: skip # a table, read by rows


@drill("B3")
def numbers_and_names_that_json_doesnt_know_are_refused(world: World) -> Verdict:
    tenant = world.tenant("alice")
    bodies = {f"intensity {value}": f'{{"text": "a", "transformation_type": "soften", "intensity": {value}}}'.encode()
              for value in VALUES} | OTHERS  # fmt: skip # a table, read by rows
    with client_of(world, tenant) as client:
        wrong = [name for name, body in bodies.items() if not is_problem(refused(client, TRANSFORM, body), 400)]
    return Verdict(not wrong, f"{len(bodies) - len(wrong)} of {len(bodies)} refused, taken: {wrong or 'none'}")


@drill("B4")
def what_is_too_deep_wide_or_large_is_refused_quickly(world: World) -> Verdict:
    tenant = world.tenant("alice")
    wide = json.dumps({f"k{n}": n for n in range(60_000)}).encode()
    bodies = {
        "100,000 levels": b"[" * 100_000, "60,000 keys": wide, "10 MB": b'{"text": "' + b"a" * 10_000_000 + b'"}',
        "900,000 characters": b'{"text": "' + b"a" * 900_000 + b'", "transformation_type": "soften"}',
    }  # fmt: skip # a table, read by rows
    wrong, slowest = [], 0.0
    with client_of(world, tenant) as client:
        for name, body in bodies.items():
            began = time.perf_counter()
            answer = refused(client, TRANSFORM, body)
            slowest = max(slowest, time.perf_counter() - began)
            wrong += [] if is_problem(answer, 400, 413) else [name]
        well = client.post(ANALYZE, json={"text": "直せ。"}).status_code == 200
    return Verdict(not wrong and well, f"wrong: {wrong or 'none'}, the slowest {slowest * 1000:.0f} ms", slowest < 3)


def connect(world: World) -> socket.socket:
    """A socket to the web server."""
    parts = urlsplit(world.base_url)
    return socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE_S)


DRIP_S = 8.0
"""How long a byte a second is sent; the server's patience ends two seconds later."""
HEAD = b"POST /api/v1/analyze HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@drill("B5")
def who_sends_a_byte_a_second_is_shown_the_door(world: World) -> Verdict:
    """A hundred slow heads and a hundred slow bodies: closed within their time, while others are served."""
    tenant = world.tenant("alice")
    with ExitStack() as stack, client_of(world, tenant) as client:
        slow = [stack.enter_context(connect(world)) for _ in range(200)]
        for number, one in enumerate(slow):
            one.sendall(HEAD if number % 2 else HEAD + b"Content-Length: 500\r\n\r\n{")
        began, worst = time.perf_counter(), 0.0
        while time.perf_counter() < began + DRIP_S:
            asked = time.perf_counter()
            client.post(ANALYZE, json={"text": f"{asked} を直せ。"}).raise_for_status()
            worst = max(worst, time.perf_counter() - asked)
            for one in slow:
                _drip(one, until=began + DRIP_S)
            time.sleep(1)
        with ThreadPoolExecutor(20) as pool:
            told = list(pool.map(_last_words, slow))
        took = time.perf_counter() - began
    closed = sum(word.startswith(b"HTTP/1.1 408") for word in told)
    figure = f"{closed} of 200 told 408 and closed after {took:.1f} s; others waited {worst * 1000:.0f} ms at most"
    return Verdict(closed == 200, figure, took < 20 and worst < 2)


def _drip(one: socket.socket, *, until: float) -> None:
    """A byte, but not once it may have been closed: that would reset it, and nobody heard why."""
    with suppress(OSError):
        if time.perf_counter() < until:
            one.sendall(b"x")


def _last_words(one: socket.socket) -> bytes:
    """What it says until it closes; nothing where it doesn't."""
    heard = b""
    with suppress(OSError):
        while part := one.recv(4096):
            heard += part
        return heard
    return heard if heard.startswith(b"HTTP/1.1 408") else b""


SMUGGLED = b"0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
AMBIGUOUS = {
    "a length and chunks": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + SMUGGLED,
    "two lengths": b"Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}GET /sm",
    "a length that is no number": b"Content-Length: +2\r\n\r\n{}",
    "chunks that are no chunks": b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
    "another coding": b"Transfer-Encoding: gzip\r\n\r\n{}",
}


@drill("B6")
def what_can_be_read_in_two_ways_is_read_in_none(world: World) -> Verdict:
    """Also packed bodies: 415. Chunks without an end are B5's slow bodies."""
    tenant = world.tenant("alice")
    wrong = []
    for name, rest in AMBIGUOUS.items():
        with connect(world) as one:
            one.sendall(HEAD + rest)
            heard = _heard(one)
        if b"HTTP/1.1 400" not in heard or b"/smuggled" in heard or heard.endswith(b"(open)"):
            wrong.append(name)
    with client_of(world, tenant) as client:
        for packing in ("gzip", "deflate", "br"):
            answer = client.post(ANALYZE, content=b"\x1f\x8b\x08", headers={"Content-Encoding": packing})
            NOTICED.append(answer)
            wrong += [] if is_problem(answer, 415) else [packing]
    return Verdict(
        not wrong, f"{len(AMBIGUOUS) + 3 - len(wrong)} of {len(AMBIGUOUS) + 3} refused, wrong: {wrong or 'none'}"
    )


def _heard(one: socket.socket) -> bytes:
    heard = b""
    try:
        while part := one.recv(4096):
            heard += part
    except TimeoutError:
        return heard + b"(open)"
    except OSError:
        pass
    return heard


MONOTONOUS = ["a", "あ", "(", "-", "1", "。", "です", " \n", "1,", "@a.", "『「", "ので、"]


@drill("B7")
def no_pattern_takes_forever(world: World) -> Verdict:
    """Ten thousand characters of one thing after another through every lens and rule."""
    tenant = world.tenant("alice")
    times, wrong = dict[str, float](), list[str]()
    with client_of(world, tenant) as client:
        for unit in MONOTONOUS:
            text = (unit * 10_000)[:9_999]
            began = time.perf_counter()
            status = client.post(TRANSFORM, json=SOFTEN | {"text": f"x{text}"}).status_code
            times[unit] = time.perf_counter() - began
            wrong += [] if status == httpx.codes.OK else [f"{unit!r} {status}"]
    slowest = max(times, key=lambda unit: times[unit])
    figure = f"{len(times)} texts, wrong: {wrong or 'none'}, the slowest ({slowest!r}) {times[slowest] * 1000:.0f} ms"
    return Verdict(not wrong, figure, times[slowest] < 8)


@drill("B8")
def pages_of_lists_are_bounded_and_cursors_signed(world: World) -> Verdict:
    alice, bob = world.tenant("alice"), world.tenant("bob")
    for number in range(3):
        world.transform(bob, f"{number} 番を直せ。")
    wrong = []
    with client_of(world, alice) as client, client_of(world, bob) as others:
        foreign = others.get("/api/v1/history?limit=1").json()["next_cursor"]
        queries = ["limit=0", "limit=-1", "limit=1000000000", "limit=x", "cursor=forged", f"cursor={foreign}"]
        for query in queries:
            answer = client.get(f"/api/v1/history?{query}")
            NOTICED.append(answer)
            wrong += [] if is_problem(answer, 400, 404) else [query]
    return Verdict(not wrong, f"{len(queries) - len(wrong)} of {len(queries)} refused, taken: {wrong or 'none'}")


KINDS: list[str | None] = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/json",
    "",
    None,
]


@drill("B9")
def json_under_another_name_is_refused(world: World) -> Verdict:
    tenant = world.tenant("alice")
    body = json.dumps(SOFTEN | {"text": "直せ。"}).encode()
    with client_of(world, tenant) as client:
        wrong = [str(kind) for kind in KINDS if not is_problem(refused(client, TRANSFORM, body, kind), 415)]
    return Verdict(not wrong, f"{len(KINDS) - len(wrong)} of {len(KINDS)} refused, taken: {wrong or 'none'}")


@drill("B11")
def no_refusal_tells_how_the_house_is_built(world: World) -> Verdict:
    """Every refusal of the drills before this one, and of a few more doors."""
    tenant = world.tenant("alice")
    with client_of(world, tenant) as client:
        for path in (
            "/api/v1/nothing",
            "/api/v1/history/not-an-id",
            "/api/v1/history?from=x",
            "/nothing",
            "/metrics/x",
        ):
            NOTICED.append(client.get(path))  # noqa: PERF401 - one after another, as a person would
        NOTICED.append(refused(client, TRANSFORM, b"{"))
    telling = [(str(answer.url), word) for answer in NOTICED for word in UNTOLD if word in answer.text]
    server = [answer.headers["server"] for answer in NOTICED if "server" in answer.headers]
    return Verdict(
        not telling and not server, f"{len(NOTICED)} refusals, telling: {telling[:3] or 'none'} {server[:1]}"
    )
