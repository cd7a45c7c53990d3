"""Large bodies over a socket: taken from those who have signed in, within bounds; of a stranger nothing is read, kept or parsed."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from pytest_django import Settings

from apps.accounts.contracts import Role
from apps.accounts.models import Plan, User
from tests.cast import Person, colleague
from tests.front_door import Api, FrontDoor
from tests.passing_time import PassingTime
from tests.serving.conftest import Answer, Web
from tests.transform.batches.working import upload
from tests.waiting import until_async
from tonebridge.gateway import incoming
from tonebridge.gateway.held_bytes import held_bytes

MB = 1024 * 1024
JSON, FORM = "application/json", "multipart/form-data; boundary=x"
IMPORT, BATCH, TRANSFORM = "/api/v1/jobs/import", "/api/v1/transform/batch", "/api/v1/transform"


def head(path: str, size: int, kind: str = JSON, **more: str) -> bytes:
    """Of a POST. Underscores in fields are dashes."""
    fields = {"Host": "127.0.0.1", "Content-Type": kind, "Content-Length": str(size)}
    named = fields | {name.replace("_", "-"): value for name, value in more.items()}
    return (f"POST {path} HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in named.items()) + "\r\n").encode()


def of(person: Person) -> dict[str, str]:
    return {"Authorization": f"Bearer {person.access_token}"}


def ended(web: Web) -> bool:
    """Whether the server has ended the connection; a new one is made."""
    over = web.runner.run(asyncio.wait_for(web.reader.read(), 3)) == b""
    web.runner.run(web.reconnect())
    return over


@pytest.mark.parametrize(
    ("path", "kind", "size", "status"),
    [
        (IMPORT, FORM, 19 * MB, 401),
        (BATCH, JSON, 4 * MB, 401),
        (TRANSFORM, JSON, MB, 401),
        ("/api/v1/nowhere", JSON, MB, 401),
        ("/api/v1/auth/token", JSON, MB, 413),
        ("/api/v1/auth/register", JSON, 70_000, 413),
        ("/api/v1/preview/transform", JSON, 70_000, 413),
        (IMPORT, JSON, MB, 415),
        ("/api/v1/glossary/import", JSON, MB, 415),
        (IMPORT, FORM, 21 * MB, 413),
        (TRANSFORM, JSON, 2 * MB, 413),
        ("/jobs/new/", FORM, 19 * MB, 302),
        ("/jobs/columns/", FORM, 19 * MB, 302),
        ("/sign-in/", FORM, 4 * MB, 302),
        ("/", FORM, 6 * MB, 413),
    ],
)
def test_a_stranger_is_answered_before_a_large_body_is_sent(
    web: Web, path: str, kind: str, size: int, status: int
) -> None:
    answer = web.send(head(path, size, kind))[0]
    assert (answer.status, answer.headers["connection"]) == (status, "close")
    assert ended(web)


def test_one_with_a_made_up_key_is_too(web: Web) -> None:
    answer = web.send(head(IMPORT, 19 * MB, FORM, X_API_Key="tb_live_abcdefgh_" + "a" * 43))[0]
    assert (answer.status, answer.headers["connection"]) == (401, "close")


def test_of_a_strangers_chunks_64_kb_are_taken(web: Web) -> None:
    start = b"POST /api/v1/jobs/import HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    pieces = [b"4000\r\n" + b"a" * 0x4000 + b"\r\n"] * 5
    answer = web.send(start + b"Transfer-Encoding: chunked\r\n\r\n", *pieces)[0]
    assert (answer.status, answer.headers["connection"]) == (401, "close")
    assert ended(web) and held_bytes.total == 0


@pytest.mark.parametrize("size", [5 * MB, 20 * MB])
def test_a_client_that_goes_on_sending_hears_that_it_was_too_much(web: Web, alice: Person, size: int) -> None:
    answer = web.send(head(TRANSFORM, size, **of(alice)) + b"a" * size)[0]
    assert (answer.status, answer.json["code"]) == (413, "PAYLOAD_TOO_LARGE")
    assert ended(web)


def test_what_is_left_of_a_refused_body_is_never_a_request(web: Web) -> None:
    smuggled = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    answer = web.send(head(IMPORT, 2 * MB, FORM), smuggled * 1_000)[0]
    assert answer.status == 401 and ended(web)


NESTED = b"[" + b"[]," * 300_000 + b"[]]"
WIDE = b'{"items":[' + b'"",' * 250_000 + b'""]}'
COMMAS_IN_TEXT = json.dumps({"text": ",[{" * 9_000 + '"\\"' * 900, "transformation_type": "soften"}).encode()


@pytest.mark.parametrize("body", [NESTED, WIDE], ids=["nested", "wide"])
def test_a_document_of_too_many_elements_is_refused_unread(web: Web, alice: Person, body: bytes) -> None:
    answer = web.send(head(TRANSFORM, len(body), Accept_Language="en", **of(alice)) + body)[0]
    assert (answer.status, answer.json["detail"]) == (400, "The JSON has too many elements.")


def test_commas_and_brackets_of_a_text_are_no_elements(web: Web, alice: Person) -> None:
    answer = web.send(head(TRANSFORM, len(COMMAS_IN_TEXT), **of(alice)) + COMMAS_IN_TEXT)[0]
    assert answer.json["code"] == "VALIDATION_ERROR"


def test_a_visitors_document_has_few_elements(visitor: FrontDoor, plans: None) -> None:
    many = visitor.post("/api/v1/preview/transform", {"text": "直せ。", "more": [1] * 1_001})
    assert (many.status_code, many.json()["code"]) == (400, "INVALID_REQUEST")


def test_a_batch_of_a_hundred_long_messages_is_taken(web: Web, alice: Person) -> None:
    items = [{"text": f"{n} 番の件、" + "確認、" * 3_000, "transformation_type": "soften"} for n in range(100)]
    body = json.dumps({"items": items}, ensure_ascii=False).encode()
    assert len(body) > 2 * MB
    assert web.send(head(BATCH, len(body), **of(alice)) + body)[0].status == 202
    assert held_bytes.total == 0 and held_bytes.by_site == {}


def test_a_large_file_is_taken(api: Api, alice: Person) -> None:
    lines = "\n".join(f"{n},{n} 番の資料を明日17時までに直せ。" for n in range(5_000))
    assert upload(api(alice), f"id,text\n{lines}".encode()).status_code == 202


def long_text(web: Web, person: Person) -> Answer:
    body = json.dumps({"text": "a" * 200_000, "transformation_type": "soften"}).encode()
    return web.send(head(TRANSFORM, len(body), **of(person)) + body)[0]


def test_when_the_process_holds_too_much_the_next_is_asked_to_come_again(
    web: Web, alice: Person, settings: Settings
) -> None:
    settings.GATEWAY_HELD_BYTES = 100_000
    answer = long_text(web, alice)
    assert (answer.status, answer.headers["connection"]) == (503, "close") and int(answer.headers["retry-after"]) >= 1
    web.runner.run(web.reconnect())
    settings.GATEWAY_HELD_BYTES = 2 * MB
    assert long_text(web, alice).status == 400
    assert held_bytes.total == 0


def test_when_an_address_holds_too_much_it_has_to_wait(web: Web, alice: Person, settings: Settings) -> None:
    settings.GATEWAY_HELD_BYTES_AN_ADDRESS = 100_000
    answer = long_text(web, alice)
    assert (answer.status, answer.json["code"]) == (429, "RATE_LIMITED") and int(answer.headers["retry-after"]) >= 1
    assert held_bytes.total == 0


@pytest.mark.parametrize(("other", "status"), [(0, 429), (1, 400)], ids=["the same person", "another"])
def test_a_person_has_a_share_from_all_addresses(
    web: Web, alice: Person, bob: Person, settings: Settings, other: int, status: int
) -> None:
    """150 kB are held from one address, and 200 kB more come from another, where 300 kB are a share."""
    settings.GATEWAY_HELD_BYTES = 1_600_000
    with holding(web, alice, 150_000):
        assert long_text(web, (alice, bob)[other]).status == status


@pytest.mark.parametrize(("held", "status"), [(0, 400), (150_000, 503)], ids=["nothing", "150 kB"])
def test_accounts_without_a_verified_address_share_what_one_person_may_hold(
    web: Web, alice: Person, bob: Person, settings: Settings, held: int, status: int
) -> None:
    """Of their 825 kB each address may have a quarter of what others leave: 206 kB, or 169 where 150 are held."""
    User.objects.update(email_verified_at=None)
    settings.GATEWAY_HELD_BYTES = 4_400_000
    with holding(web, alice, held):
        assert long_text(web, bob).status == status


def test_where_others_fill_the_share_of_unverified_accounts_who_holds_nothing_is_told_that_there_is_no_room(
    web: Web, alice: Person, bob: Person, settings: Settings
) -> None:
    """They share 187.5 kB: what four addresses hold of them leaves 60 kB, less than a piece of a large body."""
    User.objects.update(email_verified_at=None)
    settings.GATEWAY_HELD_BYTES = 1_000_000
    with ExitStack() as held:
        for size in (46_000, 35_000, 26_000, 20_000):
            held.enter_context(holding(web, alice, size))
        answer = long_text(web, bob)
        assert (answer.status, answer.json["code"]) == (503, "SERVICE_UNAVAILABLE")


def test_however_much_four_people_hold_a_fifth_is_served_and_so_are_small_requests_in_pieces(
    web: Web, alice: Person, bob: Person, settings: Settings
) -> None:
    """Each takes a quarter of what others leave, of three quarters of all: 300, 225, 169 and 127 kB."""
    settings.GATEWAY_HELD_BYTES = 1_600_000
    people = [alice, *(colleague(name, alice, Role.MEMBER) for name in ("carol", "dave", "erin"))]
    with ExitStack() as held:
        for person, size in zip(people, (300_000, 224_000, 168_000, 126_000), strict=True):
            held.enter_context(holding(web, person, size))
        small = json.dumps({"text": "a" * 40_000, "transformation_type": "soften"}).encode()
        assert web.send(head(TRANSFORM, len(small), **of(bob)), small[:9_000], small[9_000:])[0].status == 400
        with holding(web, bob, 80_000):
            assert held_bytes.total == 898_000


@contextmanager
def holding(web: Web, person: Person, size: int) -> Iterator[None]:
    """That much of a body of theirs is here, and the rest doesn't come; meanwhile `web` asks from another address."""
    before, source = held_bytes.total, f"127.0.0.{held_bytes.total // 1_000 % 200 + 2}"
    web.send(head(IMPORT, MB, FORM, **of(person)), b"a" * size, answers=0)
    kept = web.writer
    web.runner.run(until_async(lambda: held_bytes.total == before + size))
    web.runner.run(web.connect(source))
    yield
    kept.close()
    web.runner.run(until_async(lambda: held_bytes.total == before))


def test_who_holds_too_much_is_told_when_to_come_again(web: Web, alice: Person, settings: Settings) -> None:
    settings.GATEWAY_HELD_BYTES = 400_000
    answer = long_text(web, alice)
    assert (answer.status, answer.json["code"]) == (429, "RATE_LIMITED") and int(answer.headers["retry-after"]) >= 1
    assert (held_bytes.total, held_bytes.by_site, held_bytes.by_person) == (0, {}, {})
    web.runner.run(web.reconnect())
    settings.GATEWAY_HELD_BYTES = 2 * MB
    assert long_text(web, alice).status == 400
    assert (held_bytes.total, held_bytes.by_site, held_bytes.by_person) == (0, {}, {})


def test_a_large_body_that_falls_silent_is_waited_for_no_longer_than_a_small_one(
    web: Web, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However fast it came until then: it earned 20 s."""
    monkeypatch.setattr(incoming, "BODY_SECONDS", 0.3)
    answer = web.send(head(IMPORT, 2 * MB, FORM, **of(alice)), b"a" * MB)[0]
    assert (answer.status, held_bytes.total) == (408, 0)


def test_a_large_body_that_trickles_is_not_waited_for_either(
    web: Web, alice: Person, passing_time: PassingTime
) -> None:
    """A byte at a time is no silence: what it is told is that it is too slow."""
    web.send(head(IMPORT, 2 * MB, FORM, **of(alice)), b"a" * MB, answers=0)
    web.runner.run(until_async(lambda: held_bytes.total == MB))
    for _ in range(2 * incoming.BODY_SECONDS):
        passing_time.pass_s(0.5)
        web.send(b"a", answers=0)
    assert web.send(answers=1)[0].status == 408


def test_a_large_body_of_somebody_without_calls_left_is_not_read(plans: None, web: Web, alice: Person) -> None:
    Plan.objects.update(per_minute=1)
    assert long_text(web, alice).status == 400
    web.runner.run(web.reconnect())
    refused = web.send(head(IMPORT, MB, FORM, **of(alice)))[0]
    assert (refused.status, held_bytes.total) == (429, 0)


@pytest.mark.parametrize(("most", "status"), [(100_000, 429), (10_000, 503)], ids=["an address's", "all of it"])
def test_strangers_share_what_is_held_of_them(
    web: Web, alice: Person, settings: Settings, most: int, status: int
) -> None:
    settings.GATEWAY_HELD_BYTES_UNKNOWN = most
    answer = web.send(head(TRANSFORM, 60_000), b"a" * 30_000)[0]
    assert answer.status == status
    web.runner.run(web.reconnect())
    assert long_text(web, alice).status == 400
