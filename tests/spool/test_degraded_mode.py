"""The database is away: who is known is answered, nothing is kept, and what was used is written once it is back."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.conf import LazySettings
from django.db import OperationalError

from apps.accounts.contracts import Period
from apps.accounts.models import Organization, UsageCounter
from apps.transform.contracts import TransformationType, TransformRequest
from apps.transform.models import Analytics, Transformation
from apps.transform.queries.known_words import known_words
from apps.transform.story.degraded_mode import without_database
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.passing_time import PassingTime
from tests.running_listener import RunningListener
from tests.spool.conftest import Away, known
from tonebridge.errors import QuotaExceeded
from tonebridge.events.models import Event
from tonebridge.resilience import clock
from tonebridge.spool.database_availability import is_unreachable
from tonebridge.spool.drain import drain
from tonebridge.spool.store import bytes_held, spool
from tonebridge.telemetry import metrics

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/api/v1/transform"
SOFTEN = {"transformation_type": "soften"}


def ask(door: FrontDoor, text: str = "明日までに直せ。", **headers: str) -> httpx.Response:
    return door.as_(**headers).post(PATH, SOFTEN | {"text": text})


def codes(answer: httpx.Response) -> list[str]:
    return [warning["code"] for warning in answer.json()["warnings"]]


@pytest.fixture(autouse=True)
def _in_the_middle_of_a_minute() -> Iterator[None]:
    """Usage is counted by the minute: none ends in the middle of a test."""
    with clock.frozen(clock.now().replace(second=30)):
        yield


def used(person: Person) -> dict[str, int]:
    rows = UsageCounter.objects.filter(organization=person.organization)
    return {row.period: row.used for row in rows}


def test_who_is_known_is_answered_and_told_that_it_is_not_kept(door: FrontDoor, away: Away) -> None:
    with away():
        answer = ask(door)
    assert answer.status_code == 200, answer.text
    assert "明日まで" in answer.json()["transformed_text"]
    assert codes(answer) == ["not_kept"]


def test_a_large_body_of_somebody_known_is_answered_alike(door: FrontDoor, away: Away) -> None:
    body = json.dumps(SOFTEN | {"text": "明日までに直せ。"}) + " " * 70_000
    with away():
        answer = door.as_(Content_Type="application/json").request("POST", PATH, content=body)
    assert answer.status_code == 200, answer.text


def test_what_was_used_is_written_once_it_is_back(door: FrontDoor, away: Away, alice: Person) -> None:
    with away():
        answers = [ask(door, f"{number} 番を直せ。").json() for number in range(3)]
        assert bytes_held()
    drain.write()
    assert bytes_held() == 0
    assert used(alice) == dict.fromkeys(Period, 4)
    rows = Transformation.objects.filter(id__in=[answer["id"] for answer in answers])
    assert [(row.original_text, row.transformed_text, "番" in row.result) for row in rows] == [("", "", False)] * 3
    assert Analytics.objects.filter(transformation_id__in=[row.id for row in rows]).count() == 3
    assert Event.objects.filter(name="message.transformed").count() == 4


def test_it_is_found_in_history_and_has_a_receipt(door: FrontDoor, away: Away) -> None:
    with away():
        made = ask(door).json()["id"]
    drain.write()
    assert made in [item["id"] for item in door.get("/api/v1/history").json()["items"]]
    assert door.get(f"{PATH}/{made}/receipt").status_code == 200


def test_what_is_tried_twice_is_written_once(door: FrontDoor, away: Away, alice: Person) -> None:
    with away():
        ask(door)
    file = next(iter(spool_files()))
    lines = file.read_bytes()
    file.write_bytes(lines * 2)
    before = [outcomes(name) for name in ("written", "known", "lost")]
    drain.write()
    assert (used(alice)["day"], bytes_held()) == (2, 0)
    after = [outcomes(name) for name in ("written", "known", "lost")]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 0]


def outcomes(name: str) -> float:
    return float(metrics.SPOOL_ENTRIES.labels(name)._value.get())


def spool_files() -> list[Any]:
    from tonebridge.spool.store import _paths

    return _paths()


def test_it_is_charged_at_the_time_of_the_call_and_never_refused(door: FrontDoor, away: Away, alice: Person) -> None:
    yesterday = clock.now() - timedelta(days=1)
    with away():
        assert ask(door).status_code == 200
        with clock.frozen(yesterday):  # known by now, so that her token, which is from today, isn't read
            assert ask(door, "昨日の文を直せ。").status_code == 200
    drain.write()
    days = UsageCounter.objects.filter(organization=alice.organization, period="day").order_by("starts_at")
    assert [(row.starts_at.date(), row.used) for row in days] == [
        (yesterday.date(), 1),
        (clock.now().date(), 2),
    ]


def test_what_cant_be_written_yet_stays(door: FrontDoor, away: Away, alice: Person) -> None:
    with away():
        ask(door)
        drain.write()
        held = bytes_held()
    assert held
    drain.write()
    assert used(alice)["day"] == 2


def test_an_organization_that_has_gone_holds_up_nobody(
    door: FrontDoor, away: Away, api: Api, charlie: Person, alice: Person, listening: RunningListener
) -> None:
    other = known(listening, api, charlie)
    with away():
        assert [ask(one, "消える会社の文を直せ。").status_code for one in (other, door)] == [200, 200]
    Organization.objects.filter(id=charlie.principal.organization_id).delete()
    drain.write()
    assert (used(alice)["day"], bytes_held()) == (2, 0)


def test_a_caller_who_is_not_known_is_asked_to_come_again(
    away: Away, listening: RunningListener, api: Api, alice: Person
) -> None:
    with away():
        answer = ask(api(alice))
    assert (answer.status_code, answer.json()["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert int(answer.headers["retry-after"]) >= 1


def test_a_caller_is_believed_for_a_while_only(
    door: FrontDoor, away: Away, settings: LazySettings, passing_time: PassingTime
) -> None:
    settings.WITHOUT_DATABASE_S = 60
    with away():
        assert ask(door).status_code == 200
        passing_time.pass_s(60)
        assert ask(door).status_code == 503


def test_whom_the_database_told_of_before_it_went_is_not_believed(
    door: FrontDoor, away: Away, listening: RunningListener, alice: Person
) -> None:
    alice.user.is_active = False
    alice.user.save()
    listening.wait()
    with away():
        assert ask(door).status_code == 503


def test_who_was_refused_in_between_is_not_believed_again(
    door: FrontDoor, away: Away, listening: RunningListener, alice: Person
) -> None:
    """The database was back, said no, and went again before the process heard anything."""
    with away():
        assert ask(door).status_code == 200
    alice.user.is_active = False
    alice.user.save()
    assert ask(door).status_code == 401
    with away():
        assert ask(door).status_code == 503


@pytest.mark.parametrize(("name", "value"), [("WITHOUT_DATABASE_S", 0), ("SPOOL_BYTES", 0)])
def test_an_operator_may_have_nothing_done_without_it(
    door: FrontDoor, away: Away, settings: LazySettings, name: str, value: int
) -> None:
    setattr(settings, name, value)
    with away():
        assert ask(door).status_code == 503


def test_whose_answer_has_to_be_kept_is_asked_to_come_again(door: FrontDoor, away: Away) -> None:
    with away():
        assert ask(door, Idempotency_Key="once").status_code == 503
    assert ask(door, Idempotency_Key="once").status_code == 200


def test_writes_are_refused_with_a_sentence(door: FrontDoor, away: Away) -> None:
    with away():
        answer = door.post("/api/v1/glossary/terms", {"term": "API", "language": "ja", "plain": "窓口"})
    assert answer.status_code == 503
    assert answer.json()["detail"]


def test_without_room_it_is_answered_and_lost(door: FrontDoor, away: Away, settings: LazySettings) -> None:
    settings.SPOOL_BYTES = 10
    with away():
        assert ask(door).status_code == 200
    assert spool.is_empty


def test_a_stream_goes_on_too(door: FrontDoor, away: Away, alice: Person) -> None:
    with away():
        told = door.post(f"{PATH}/stream", SOFTEN | {"text": "流れる文を直せ。"})
    assert "event: result" in told.text
    assert "not_kept" in told.text
    drain.write()
    assert used(alice)["day"] == 2


def test_terms_that_were_read_before_are_used(door: FrontDoor, away: Away, listening: RunningListener) -> None:
    term = {"term": "ヘンテコ箱", "language": "ja", "plain": "共有フォルダー"}
    assert door.post("/api/v1/glossary/terms", term).status_code == 201
    body = {"text": "ヘンテコ箱に入れました。", "transformation_type": "terminology"}
    listening.wait()
    with_words = door.post(PATH, body).json()["transformed_text"]
    with away():
        without = door.post(PATH, body | {"store": False}).json()
    assert "共有フォルダー" in with_words
    assert without["transformed_text"] == with_words


def test_where_terms_are_not_known_the_result_says_so(door: FrontDoor, away: Away, alice: Person) -> None:
    known_words.forget("*")
    with away():
        assert codes(ask(door)) == ["not_kept", "words_unknown"]


def test_no_model_sees_a_text_whose_organization_may_have_chosen_another(alice: Person) -> None:
    wanted = TransformRequest("直せ。", TransformationType.SOFTEN)
    known, _ladder = without_database(alice.principal.organization_id, wanted)
    assert known.tier == "rules"


class StateError(Exception):
    """What a driver says, with the server's code."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__()
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (None, True),
        ("57P01", True),
        ("57P03", True),
        ("08006", True),
        ("57014", False),
        ("55P03", False),
        ("53100", False),
    ],
)
def test_a_lock_a_slow_statement_or_a_full_disk_is_no_absent_database(state: str | None, expected: bool) -> None:
    error = OperationalError()
    error.__cause__ = StateError(state)
    assert is_unreachable(error) is expected
    assert not is_unreachable(QuotaExceeded())
