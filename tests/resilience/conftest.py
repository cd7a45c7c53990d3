"""A breaker in each of the ways it may stand: shared, of one process, and shared while the server is away."""

from typing import Any
from uuid import uuid4

import pytest

from tests.resilience.calling import QUICK
from tonebridge.resilience import circuit_breaker
from tonebridge.resilience.circuit_breaker import Breaker


@pytest.fixture(params=["shared", "alone", "server away"])
def breaker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Breaker:
    if request.param == "server away":
        monkeypatch.setattr(circuit_breaker, "get_redis_connection", _refused)
    monkeypatch.setattr(circuit_breaker, "redis_breaker", Breaker("redis of a test", shared=False))
    return Breaker(f"test:{uuid4().hex[:6]}", shared=request.param != "alone", policy=QUICK)


def _refused(_name: str) -> Any:
    raise ConnectionError
