"""The express lane: what it may answer, and what it must leave to the stack."""

import asyncio

import pytest

from apps.accounts.actions.revoke_api_key import revoke_api_key
from apps.accounts.models import Membership, User
from tests.cast import Person, early_key
from tests.front_door import Api
from tests.running_listener import RunningListener
from tests.serving.conftest import SOFTEN_ME, Answer, Web, request
from tonebridge.gateway.express_counts import counted

pytestmark = pytest.mark.django_db(transaction=True)


def warm(web: Web, person: Person) -> Answer:
    """The answer once the express lane gives it: a lease has to grow first."""
    for _ in range(6):
        answer = web.ask(person)
        assert answer.status == 200, answer.body
        if answer.quick:
            return answer
    raise AssertionError("the express lane never answered")


def test_the_same_bytes_again_are_answered_like_the_stack_does(web: Web, hurried: Person) -> None:
    first = web.ask(hurried)
    stack = web.ask(hurried)
    quick = warm(web, hurried)
    assert not first.quick and first.json["cached"] is False
    assert quick.body == stack.body and quick.json["cached"] is True
    theirs = {
        "ratelimit",
        "date",
        "x-request-id",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
        "x-ratelimit-reset-after",
    }
    assert set(quick.headers) == set(stack.headers)
    assert {n: v for n, v in quick.headers.items() if n not in theirs} == {
        n: v for n, v in stack.headers.items() if n not in theirs
    }


def test_each_answer_has_an_id_of_its_own_and_says_what_is_left(web: Web, hurried: Person) -> None:
    first, second = warm(web, hurried), warm(web, hurried)
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert len(second.headers["x-request-id"]) == 32
    assert 99_990 < int(second.headers["x-ratelimit-remaining"]) <= 100_000


@pytest.mark.parametrize(
    "header",
    [{"X_Request_ID": "mine-12345"}, {"Idempotency_Key": "order-1"}, {"X_TB_Signature": "00"}, {"Cookie": "a=b"}],
)
def test_a_header_that_means_something_goes_through_the_stack(
    web: Web, hurried: Person, header: dict[str, str]
) -> None:
    warm(web, hurried)
    for _ in range(4):
        assert not web.ask(hurried, None, **header).quick


def test_an_id_that_the_client_chose_comes_back(web: Web, hurried: Person) -> None:
    warm(web, hurried)
    for _ in range(3):
        assert web.ask(hurried, X_Request_ID="mine-12345").headers["x-request-id"] == "mine-12345"


def test_another_body_has_another_answer(web: Web, hurried: Person) -> None:
    warm(web, hurried)
    other = web.ask(hurried, SOFTEN_ME | {"text": "明日までに書け。"})
    assert other.json["original_text"] == "明日までに書け。"


def test_another_language_of_reasons_has_another_answer(web: Web, hurried: Person) -> None:
    warm(web, hurried)
    english = [web.ask(hurried, Accept_Language="en") for _ in range(4)][-1]
    japanese = [web.ask(hurried, Accept_Language="ja") for _ in range(4)][-1]
    assert english.json["changes"][0]["reason"]["text"] != japanese.json["changes"][0]["reason"]["text"]


def test_a_token_that_begins_like_a_known_one_is_refused(web: Web, hurried: Person) -> None:
    warm(web, hurried)
    raw = request(hurried).replace(hurried.access_token.encode(), hurried.access_token[:-8].encode() + b"AAAAAAAA")
    assert web.send(raw)[0].status == 401


def test_who_was_suspended_is_refused(web: Web, listening: RunningListener, hurried: Person) -> None:
    warm(web, hurried)
    User.objects.filter(id=hurried.user.id).update(is_active=False)
    listening.wait()
    assert web.ask(hurried).status == 401


def test_a_key_that_is_shown_as_a_bearers_is_answered_too_until_it_is_revoked(
    web: Web, listening: RunningListener, hurried: Person
) -> None:
    issued = early_key(hurried.user.id, hurried.organization.id)
    shown = {"Authorization": f"Bearer {issued.secret}"}
    assert any(web.ask(hurried, None, **shown).quick for _ in range(6))
    revoke_api_key(principal=hurried.principal, key_id=issued.details.id)
    listening.wait()
    assert web.ask(hurried, None, **shown).status == 401


def test_whose_role_was_lowered_is_refused(web: Web, listening: RunningListener, hurried: Person) -> None:
    warm(web, hurried)
    Membership.objects.filter(user=hurried.user.id).update(role="viewer")
    listening.wait()
    assert web.ask(hurried).status == 403


def test_a_deleted_message_is_made_anew(web: Web, listening: RunningListener, hurried: Person, api: Api) -> None:
    made = warm(web, hurried).json
    assert api(hurried).delete(f"/api/v1/history/{made['id']}").status_code == 204
    listening.wait()
    again = web.ask(hurried)
    assert again.json["id"] != made["id"] and again.json["cached"] is False


def test_nothing_is_answered_from_memory_once_the_ear_is_deaf(
    web: Web, listening: RunningListener, hurried: Person, loop_runner: asyncio.Runner
) -> None:
    warm(web, hurried)
    loop_runner.run(listening.listener.stop())
    answer = web.ask(hurried)
    assert not answer.quick and answer.json["cached"] is False


def test_a_small_limit_is_refused_in_time(web: Web, listening: RunningListener, charlie: Person) -> None:
    listening.wait()
    assert [web.ask(charlie).status for _ in range(11)] == [200] * 10 + [429]


def test_two_requests_in_one_piece_are_two_answers(web: Web, hurried: Person) -> None:
    warm(web, hurried)
    answers = web.send(request(hurried) * 2, answers=2)
    assert [answer.status for answer in answers] == [200, 200]
    assert not answers[0].quick


def test_a_request_in_pieces_is_one_answer(web: Web, hurried: Person) -> None:
    warm(web, hurried)
    raw = request(hurried)
    for cut in (10, len(raw) - 5, raw.find(b"\r\n\r\n") + 4):
        assert web.send(raw[:cut], raw[cut:])[0].json["cached"] is True
    assert warm(web, hurried).quick


def test_a_connection_is_closed_when_the_client_asks_for_it(web: Web, hurried: Person) -> None:
    warm(web, hurried)
    for _ in range(2):
        answer = web.ask(hurried, Connection="close")
        assert not answer.quick and answer.headers["connection"] == "close"
        assert web.runner.run(web.reader.read()) == b""
        web.runner.run(web.reconnect())


def test_an_idle_connection_is_closed_after_its_time(web: Web, hurried: Person) -> None:
    warm(web, hurried)
    assert web.runner.run(asyncio.wait_for(web.reader.read(), 3)) == b""


def test_health_is_answered_before_the_parser(web: Web) -> None:
    raw = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    stack, quick = web.send(raw)[0], web.send(raw)[0]
    assert (stack.quick, quick.quick) == (False, True)
    assert quick.json == {"status": "ok"}
    assert set(quick.headers) == set(stack.headers)


def test_health_says_the_clients_own_id(web: Web) -> None:
    raw = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-ID: mine-12345\r\n\r\n"
    assert [web.send(raw)[0].headers["x-request-id"] for _ in range(3)] == ["mine-12345"] * 3


def test_every_answer_is_counted(web: Web, hurried: Person, api: Api) -> None:
    def count() -> float:
        counted("POST", "/api/v1/transform").tell()
        lines = api(hurried).get("/metrics").text.splitlines()
        name = 'api_request_total{method="POST",route="/api/v1/transform",status="200"}'
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))

    warm(web, hurried)
    before = count()
    for _ in range(5):
        web.ask(hurried)
    assert count() == before + 5
