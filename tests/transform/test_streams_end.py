"""Answers that take a while end with what their reader showed: events of jobs, downloads."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.contracts import Role, Scope
from apps.accounts.models import ApiKey, Membership
from apps.accounts.queries.credentials import principal_of_api_key
from apps.accounts.queries.open_connections import ended_of
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.gateway.test_signature import Signed
from tests.page import Page
from tests.transform.batches.working import submit, work_off
from tonebridge.resilience import clock
from tonebridge.resilience.threads import in_thread

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_look")]
Message = dict[str, Any]  # of ASGI
ENDED = '"status": "succeeded"'
"""What the last event of a job says."""


ENDS: dict[str, Callable[[Page], object]] = {
    "signed out": lambda page: page.client.post("/sign-out/"),
    "signed out everywhere": lambda page: end_sign_ins(user_id=page.person.user.id),
    "removed": lambda page: Membership.objects.filter(user=page.person.user).delete(),
    "role lowered": lambda page: Membership.objects.filter(user=page.person.user).update(role=Role.VIEWER.value),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_jobs_events_end_with_the_session_of_the_page(
    api: Api, alice: Person, visitor: FrontDoor, end: Callable[[Page], object]
) -> None:
    job_id, page = submit(api(alice), "直せ。"), Page.of(alice)
    told = page.door(visitor).read_to_its_end("GET", f"/api/v1/jobs/{job_id}/events", lambda: end(page))
    assert "job.progress" in told


def test_a_jobs_events_end_with_the_key(api: Api, alice: Person, visitor: FrontDoor) -> None:
    job_id = submit(api(alice), "直せ。")
    made = api(alice).post("/api/v1/api-keys", {"name": "ci", "scopes": [Scope.TRANSFORM.value]}).json()
    door = visitor.as_(X_API_Key=made["secret"])
    end = lambda: ApiKey.objects.filter(id=made["id"]).update(revoked_at=clock.now())  # noqa: E731 - said once
    assert "job.progress" in door.read_to_its_end("GET", f"/api/v1/jobs/{job_id}/events", end)


def test_a_signed_request_for_a_jobs_events_is_answered_to_the_end(api: Api, alice: Person, visitor: FrontDoor) -> None:
    target = f"/api/v1/jobs/{submit(api(alice), '直せ。')}/events"
    made = api(alice).post("/api/v1/api-keys", {"name": "robot", "requires_signature": True}).json()
    asked = Signed(made["secret"], made["signing_secret"], method="GET", target=target, body=b"")
    assert ended_of([principal_of_api_key(made["secret"])]) == [False]  # so it may go on, however often it is looked at
    assert ENDED in visitor.as_(**asked.headers()).read_to_its_end("GET", target, work_off)


def test_an_unsigned_one_ends_once_the_key_demands_signatures(api: Api, alice: Person, visitor: FrontDoor) -> None:
    job_id = submit(api(alice), "直せ。")
    made = api(alice).post("/api/v1/api-keys", {"name": "ci", "scopes": [Scope.TRANSFORM.value]}).json()
    end = lambda: ApiKey.objects.filter(id=made["id"]).update(requires_signature=True)  # noqa: E731 - said once
    door = visitor.as_(X_API_Key=made["secret"])
    assert ENDED not in door.read_to_its_end("GET", f"/api/v1/jobs/{job_id}/events", end)


def half_read(door: FrontDoor, path: str, headers: dict[str, str], end: Callable[[], object]) -> list[Message]:
    """What reaches a reader who takes a file's first part and then nothing, until the answer is given up."""

    async def story() -> list[Message]:
        from tonebridge.asgi import application

        sent, begun = list[Message](), asyncio.Event()

        async def send(message: Message) -> None:
            sent.append(message)
            if message.get("more_body"):
                begun.set()
                await asyncio.Event().wait()

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        named = [(b"host", b"127.0.0.1")] + [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        path_only, _mark, query = path.partition("?")
        scope: Any = {"type": "http", "method": "GET", "path": path_only, "query_string": query.encode()}
        scope |= {"headers": named, "client": ("127.0.0.1", 1), "http_version": "1.1", "scheme": "http"}
        answering = asyncio.ensure_future(application(scope, receive, send))  # type: ignore[arg-type]  # ASGI is typed twice, differently
        await asyncio.wait_for(begun.wait(), 20)
        await in_thread(end)
        await asyncio.wait({answering}, timeout=20)
        assert answering.done() and answering.exception() is not None
        return sent

    return door.run(story())


@pytest.mark.parametrize("path", ["/api/v1/jobs/{}/results/download?form=csv", "/jobs/{}/results.csv"])
def test_a_download_is_cut_off_and_doesnt_look_whole(api: Api, alice: Person, visitor: FrontDoor, path: str) -> None:
    job_id, page = submit(api(alice), "直せ。"), Page.of(alice)
    work_off()
    headers = page.door(visitor).headers
    sent = half_read(visitor, path.format(job_id), headers, lambda: _sign_out(page.client))
    assert sent[0]["status"] == 200
    assert all(message["more_body"] for message in sent[1:])


def test_a_static_file_is_nobodys_and_asks_the_database_nothing(visitor: FrontDoor, alice: Person) -> None:
    door = Page.of(alice).door(visitor)
    with CaptureQueriesContext(connection) as queries:
        answer = door.get("/static/css/tokens.css")
    assert (answer.status_code, len(queries)) == (200, 0)


def _sign_out(client: Client) -> object:
    return client.post("/sign-out/")
