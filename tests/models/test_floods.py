"""A model that sends more than anybody can hold is hung up on, and the next one writes."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.scripted_server import FLOOD_BYTES, Flood, Script, packed

MOST_BYTES = FLOOD_BYTES // 3
"""Of this process, in which the model's server runs, too."""


@contextmanager
def few_bytes() -> Iterator[None]:
    """Fails where the block held more at any moment."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("flood", ["endless line", "packed"])
def test_a_flood_is_not_held_and_the_next_one_writes(api: Api, alice: Person, models: Models, flood: Flood) -> None:
    packed()
    models.primary.script = Script(flood=flood)
    body = {"text": "明日までに直せ。", "transformation_type": "soften"}
    with few_bytes():
        found = api(alice).post("/api/v1/transform", body).json()
    assert (found["tier"], found["degraded_reason"]) == ("secondary", "primary: unavailable")


def test_models_are_asked_for_plain_answers(api: Api, alice: Person, models: Models) -> None:
    api(alice).post("/api/v1/transform", {"text": "明日までに直せ。", "transformation_type": "soften"})
    assert models.primary.heads[0]["accept-encoding"] == "identity"
