"""What a broken call leaves open is closed by its own loop: nothing waits for the collector, which runs in any thread."""

import gc
from collections.abc import Iterator
from types import AsyncGeneratorType

import pytest
from pytest_django import Settings

from apps.transform.contracts import TransformationType
from tests.models.conftest import Models
from tests.models.scripted_server import Script, Wire
from tests.models.test_faults import WIRES, result_of
from tests.waiting import until


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Only what nobody holds goes, and only what is made from here on is looked at."""
    gc.disable()
    gc.freeze()
    yield
    gc.enable()  # what was frozen stays so, as do all tests: `tests/conftest.py`


def left_open() -> set[str]:
    """Asynchronous generators that have begun or may begin, and have not ended."""
    # By `type`, not `isinstance`, which asks a weak proxy for its class: one whose object is gone raises instead.
    found = (each for each in gc.get_objects() if type(each) is AsyncGeneratorType)
    return {each.__qualname__ for each in found if each.ag_frame is not None}


@pytest.mark.parametrize("wire", WIRES)
def test_a_broken_stream_leaves_nothing_open(
    models: Models, settings: Settings, no_collector: None, wire: Wire
) -> None:
    settings.LLM_FIRST_TOKEN_S, settings.LLM_STALL_S = 0.2, 0.1
    models.primary.script = models.secondary.script = Script(wire=wire)
    assert result_of(TransformationType.SOFTEN, "ja").tier == "rules"
    until(lambda: left_open() == set())  # the calls' loop is in a thread of its own
