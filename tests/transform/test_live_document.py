"""docs/asyncapi.yaml and the code know the same frames. What tests hear is held against it in `live_frames.heard`."""

from typing import get_args

import pytest

from apps.transform.consumers import DOORS
from apps.transform.live.frames import CANCEL, ServerFrame
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.transform.live_frames import DOCUMENT, MESSAGES, faults_of, names_of
from tests.transform.test_live import talk, ticket

__all__ = ["ticket"]
JOB = "job:019df8a0-7c00-7000-8000-000000000001"


def test_the_document_has_the_frames_that_the_code_takes_and_sends() -> None:
    assert names_of("ask") == {*DOORS, CANCEL}
    assert names_of("answer") == set(get_args(ServerFrame))
    assert set(MESSAGES) == set(DOCUMENT["channels"]["live"]["messages"]) == names_of("ask") | names_of("answer")


def test_every_frame_says_what_it_is_and_shows_a_valid_example() -> None:
    for name, message in MESSAGES.items():
        assert message["summary"] and message["description"].endswith("."), name
        for example in message.get("examples", ()):
            assert faults_of(example["payload"]) == [], name
    assert all(MESSAGES[name]["examples"] for name in names_of("ask"))


@pytest.mark.parametrize("name", sorted(names_of("ask") - {CANCEL}))
def test_the_example_of_each_question_gets_an_answer_as_described(
    visitor: FrontDoor, api: Api, alice: Person, ticket: str, name: str
) -> None:
    asked = MESSAGES[name]["examples"][0]["payload"]
    (answer,) = talk(visitor, ticket, asked)  # type: ignore[misc]  # it is let in
    expected = {"ping": "pong", "unsubscribe": "notification", "subscribe": "error"}  # the job is nobody's
    assert (answer["type"], answer["id"]) == (expected.get(name, f"{name}.result"), asked["id"])


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "nonsense", "id": 1, "payload": {}},
        {"type": "pong", "id": 1},
        {"type": "pong", "id": [], "payload": {}},
        {"type": "job.progress", "id": 1, "payload": {"status": "queued"}},
        {"type": "transform", "id": 1, "payload": {"text": "Fix it."}},
        {"type": "subscribe", "payload": {"channel": "jobs"}},
    ],
)
def test_what_is_no_such_frame_is_noticed(frame: dict[str, object]) -> None:
    assert faults_of(frame)
