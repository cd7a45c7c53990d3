"""Files that are written while they are read, taken from a listening server with threads: their request has ended by then."""

import asyncio
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from inspect import unwrap
from threading import Event, Lock
from typing import Any, get_type_hints

import httpx
import pytest
from django.conf import LazySettings
from django.http import StreamingHttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from apps.accounts.actions import export_own_data
from apps.accounts.queries import audit
from apps.transform.queries import batches
from tests.cast import Person
from tests.front_door import Api
from tests.serving.conftest import Web
from tests.transform.batches.working import upload, work_off
from tests.waiting import until_async
from tonebridge.gateway import django_bridge
from tonebridge.resilience.threads import finish

TEXTS = [f"{number}番を直せ。" for number in range(5)]
FILE = "\n".join(["本文", *TEXTS]).encode("cp932")
Texts = Callable[[str], list[str]]
Client = Callable[..., httpx.Response]


def in_csv(file: str) -> list[str]:
    return [row["original_text"] for row in csv.DictReader(io.StringIO(file))]


def in_jsonl(file: str) -> list[str]:
    return [json.loads(line)["result"]["original_text"] for line in file.splitlines()]


def in_export(file: str) -> list[str]:
    *lines, end = [json.loads(line) for line in file.splitlines()]
    assert end["type"] == "end"
    return [line["data"]["original_text"] for line in lines if line["type"] == "transformation"]


def in_audit(file: str) -> list[str]:
    """One that was handed in, and that is all: how many lines there are is said by their positions."""
    lines = [json.loads(line) for line in file.splitlines()]
    assert [line["position"] for line in lines] == list(range(1, lines[-1]["position"] + 1))
    return TEXTS if "batch.submitted" in [line["action"] for line in lines] else []


def in_audit_page(file: str) -> list[str]:
    """The same in the words of the page: the last but one column is the action."""
    _names, *rows = csv.reader(io.StringIO(file))
    return TEXTS if "batch.submitted" in [row[-2] for row in rows] else []


PAGES: dict[tuple[str, str], Texts] = {
    ("GET", "/jobs/<uuid:job_id>/results.csv"): in_csv,
    ("GET", "/jobs/<uuid:job_id>/results.jsonl"): in_jsonl,
    ("POST", "/account/export/"): in_export,
    ("GET", "/audit/export/"): in_audit_page,
}
API: dict[tuple[str, str], Texts] = {
    ("GET", "/api/v1/jobs/<uuid:job_id>/results/download?form=csv"): in_csv,
    ("GET", "/api/v1/jobs/<uuid:job_id>/results/download?form=jsonl"): in_jsonl,
    ("POST", "/api/v1/me/export"): in_export,
    ("GET", "/api/v1/audit/export"): in_audit,
}


@pytest.fixture
def browser(web: Web, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.AsyncClient]:
    """The pieces are small, so that a file takes several turns of several threads."""
    settings.GATEWAY_THREADS = 3
    for room, name in ((batches, "READ_AT_ONCE"), (export_own_data, "BATCH"), (audit, "BATCH")):
        monkeypatch.setattr(room, name, 2)
    port = web.server.sockets[0].getsockname()[1]
    client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers={"Accept-Language": "en"}, timeout=20)
    yield client
    web.runner.run(client.aclose())
    finish()


@pytest.fixture
def client(web: Web, browser: httpx.AsyncClient) -> Client:
    """Calls of one browser, one after another."""
    return lambda method, path, **kwargs: web.runner.run(browser.request(method, path, **kwargs))


@pytest.fixture
def job(api: Api, alice: Person) -> str:
    """The id of a job that is done."""
    made: str = upload(api(alice), FILE).json()["id"]
    work_off()
    return made


def signed_in(client: Client, person: Person) -> dict[str, str]:
    """What a form of theirs holds, once they have signed in on the page."""
    fields = {"csrfmiddlewaretoken": token(client("GET", "/sign-in/"))}
    said = {"email": person.user.address, "password": person.password}
    assert client("POST", "/sign-in/", data=fields | said).status_code == 302
    return {"csrfmiddlewaretoken": token(client("GET", "/account/"))}


def token(page: httpx.Response) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert found
    return found[1]


def test_files_from_pages_hold_everything(client: Client, alice: Person, job: str) -> None:
    form = signed_in(client, alice)
    for (method, path), texts in PAGES.items():
        answer = client(method, path.replace("<uuid:job_id>", job), data=form if method == "POST" else None)
        assert (path, answer.status_code, texts(answer.content.decode("utf-8-sig"))) == (path, 200, TEXTS)


def test_files_from_the_api_hold_everything(client: Client, alice: Person, job: str) -> None:
    caller = {"Authorization": f"Bearer {alice.access_token}"}
    for (method, path), texts in API.items():
        answer = client(method, path.replace("<uuid:job_id>", job), headers=caller)
        assert (path, answer.status_code, texts(answer.content.decode("utf-8-sig"))) == (path, 200, TEXTS)


@pytest.mark.parametrize(("method", "path"), API, ids=[path for _method, path in API])
def test_however_many_files_a_person_takes_one_piece_is_written_at_once(
    web: Web,
    browser: httpx.AsyncClient,
    alice: Person,
    job: str,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    path: str,
) -> None:
    caller, pieces = {"Authorization": f"Bearer {alice.access_token}"}, Pieces(monkeypatch)

    async def story() -> list[str]:
        asked = [browser.request(method, path.replace("<uuid:job_id>", job), headers=caller) for _ in range(4)]
        taking = [asyncio.create_task(one) for one in asked]
        await until_async(lambda: pieces.begun)
        history = await browser.get("/api/v1/history", headers=caller)
        assert (history.status_code, pieces.most_at_once) == (200, 1)
        pieces.go.set()
        return [(await one).text for one in taking]

    for file in web.runner.run(story()):
        assert API[method, path](file.removeprefix("\ufeff")) == TEXTS
    assert pieces.most_at_once == 1


class Pieces:
    """Of files on their way: each waits in its thread until they may go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.at_once, self.most_at_once, self.go = 0, 0, 0, Event()
        self._lock, self._write = Lock(), django_bridge._Response.next_chunk
        monkeypatch.setattr(django_bridge._Response, "next_chunk", lambda response: self._written(response))

    def _written(self, response: django_bridge._Response) -> bytes:
        self._count(1)
        assert self.go.wait(20)
        try:
            return self._write(response)
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._lock:
            self.begun += change > 0
            self.at_once += change
            self.most_at_once = max(self.most_at_once, self.at_once)


def test_an_export_from_the_page_is_audited_as_complete_and_so_it_is(
    client: Client, api: Api, alice: Person, job: str
) -> None:
    exported = client("POST", "/account/export/", data=signed_in(client, alice)).text
    kinds = {json.loads(line)["type"] for line in exported.splitlines()}
    assert {"account", "transformation", "usage", "audit", "end"} <= kinds
    newest = client("GET", "/api/v1/audit?limit=1", headers={"Authorization": f"Bearer {alice.access_token}"}).json()
    assert newest["items"][0]["action"] == "personal_data.exported"


def test_every_file_that_is_written_while_it_is_read_is_tried_here() -> None:
    tried = {path.partition("?")[0] for _method, path in (*PAGES, *API)}
    assert {path for path, view in doors() if streams(view)} == tried


def doors(patterns: list[Any] | None = None, at: str = "/") -> Iterator[tuple[str, Any]]:
    """Every path with its view."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from doors(each.url_patterns, at + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield at + str(each.pattern), each.callback


def streams(view: Any) -> bool:
    """Whether it says so of what it answers."""
    handlers = [getattr(getattr(view, "view_class", None), name, None) for name in ("get", "post")]
    found = [unwrap(each) for each in (view, *handlers) if each is not None]
    return any("return" in getattr(each, "__annotations__", {}) and answers(each) for each in found)


def answers(view: Any) -> bool:
    return get_type_hints(view)["return"] is StreamingHttpResponse
