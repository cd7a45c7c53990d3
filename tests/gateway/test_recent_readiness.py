"""Readiness for callers whom nobody knows: dependencies are looked at once in a while, however many ask."""

import pytest
from pytest_django import Settings

from tests.front_door import FrontDoor
from tonebridge.gateway import recent_readiness

READY = "/health/ready"
looks: list[str] = []


def looked() -> None:
    looks.append("at the only dependency")


@pytest.fixture(autouse=True)
def _one_dependency(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    looks.clear()
    settings.READINESS_PROBES = {"looked": f"{__name__}.looked"}
    monkeypatch.setattr(recent_readiness, "_recent", None)
    monkeypatch.setattr(recent_readiness, "RECENT_S", 60)


@pytest.fixture
def stranger(visitor: FrontDoor) -> FrontDoor:
    """Somebody behind a proxy that nobody named."""
    return visitor.as_(X_Forwarded_For="203.0.113.9")


def test_strangers_who_ask_again_cost_no_other_look(stranger: FrontDoor) -> None:
    answers = [stranger.get(READY).json() for _ in range(3)]
    assert answers == [{"ready": True, "degraded": [], "dependencies": [{"name": "looked", "status": "ok"}]}] * 3
    assert len(looks) == 1


def test_what_is_a_while_old_is_looked_at_anew(stranger: FrontDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger.get(READY)
    monkeypatch.setattr(recent_readiness, "RECENT_S", 0)
    stranger.get(READY)
    assert len(looks) == 2


def test_an_operator_is_told_how_it_is_now(visitor: FrontDoor, stranger: FrontDoor) -> None:
    stranger.get(READY)
    for _ in range(2):
        visitor.get(READY)
    assert len(looks) == 3
