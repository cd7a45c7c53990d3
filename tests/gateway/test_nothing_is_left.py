"""What a refused request held is free at once: nothing waits for the garbage collector, which may not come for a long time."""

import gc
from collections.abc import Iterator

import pytest

from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tonebridge.errors import ToneBridgeError

REFUSED = {
    "a lane": ("/api/v1/transform", {"text": "", "transformation_type": "soften"}, 400),
    "a view": ("/api/v1/glossary/terms", {"term": ""}, 400),
    "an address that nobody serves": ("/api/v1/nothing", {"text": "x"}, 404),
}


@pytest.fixture
def _no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_no_collector")
@pytest.mark.parametrize(("path", "body", "status"), REFUSED.values(), ids=REFUSED)
def test_no_error_outlives_its_answer(api: Api, alice: Person, path: str, body: object, status: int) -> None:
    assert api(alice).post(path, body).status_code == status
    assert [each for each in gc.get_objects() if issubclass(type(each), ToneBridgeError)] == []


@pytest.mark.usefixtures("_no_collector")
def test_no_refused_stranger_does(visitor: FrontDoor) -> None:
    assert visitor.as_(X_API_Key="wrong").post("/api/v1/transform", {"text": "x"}).status_code == 401
    assert [each for each in gc.get_objects() if issubclass(type(each), ToneBridgeError)] == []
