"""What a refused request held is free at once: nothing waits for the garbage collector, which may not come for a long time."""

import gc
from collections.abc import Callable, Iterator

import pytest

from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tonebridge.errors import ToneBridgeError

REFUSED = {
    "a lane": ("/api/v1/transform", {"text": "", "transformation_type": "soften"}, 400),
    "a view": ("/api/v1/glossary/terms", {"term": ""}, 400),
    "an address that nobody serves": ("/api/v1/nothing", {"text": "x"}, 404),
}


Left = Callable[[], list[ToneBridgeError]]


def errors() -> list[ToneBridgeError]:
    return [each for each in gc.get_objects() if issubclass(type(each), ToneBridgeError)]


@pytest.fixture
def left() -> Iterator[Left]:
    """Errors made since, that still exist. The collector rests meanwhile."""
    gc.collect()
    gc.disable()
    before = errors()  # kept, so that no new one has an old one's identity
    yield lambda: [each for each in errors() if not any(each is one for one in before)]
    gc.enable()


@pytest.mark.parametrize(("path", "body", "status"), REFUSED.values(), ids=REFUSED)
def test_no_error_outlives_its_answer(
    api: Api, alice: Person, left: Left, path: str, body: object, status: int
) -> None:
    assert api(alice).post(path, body).status_code == status
    assert left() == []


def test_no_refused_stranger_does(visitor: FrontDoor, left: Left) -> None:
    assert visitor.as_(X_API_Key="wrong").post("/api/v1/transform", {"text": "x"}).status_code == 401
    assert left() == []
