"""The ladder, with a first rung that asks another machine."""

from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from apps.analyze.language.document import Document, read_document
from apps.transform.contracts import Draft, ProviderInfo, Tier, TransformationType, TransformRequest
from apps.transform.providers.ladder import Ladder
from apps.transform.providers.rules import RulesRung
from tonebridge.errors import TimedOut, ToneBridgeError
from tonebridge.resilience import circuit_breaker, deadline
from tonebridge.resilience.circuit_breaker import Breaker

TEXT = "明日までに直せ。"


@dataclass
class FakeRung:
    """A model that fails as told."""

    error: ToneBridgeError | None = None
    calls: list[float] = field(default_factory=list)
    tier: Tier = "primary"

    def describe(self, wanted: TransformRequest) -> ProviderInfo:
        return ProviderInfo(name="fake", model="fake", version="1")

    def write(self, wanted: TransformRequest, document: Document) -> Draft:
        self.calls.append(deadline.left_s())
        if self.error:
            raise self.error
        return RulesRung().write(wanted, document)


@pytest.fixture(autouse=True)
def _a_breaker_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Breaker(f"test:{uuid4().hex[:6]}")
    monkeypatch.setattr(circuit_breaker, "breaker", lambda _name: one)


def write(rung: FakeRung) -> tuple[str, str | None]:
    wanted = TransformRequest(text=TEXT, transformation_type=TransformationType.SOFTEN, language="ja")
    written = Ladder((rung, RulesRung())).write(wanted, read_document(TEXT))
    return written.tier, written.degraded_reason


def test_a_rung_that_keeps_failing_is_left_alone_and_the_next_one_answers() -> None:
    rung = FakeRung(TimedOut())
    told = [write(rung) for _ in range(8)]
    assert len(rung.calls) == 5
    assert [tier for tier, _reason in told] == ["rules"] * 8
    assert (told[0][1], told[7][1]) == ("primary: timeout", "primary: service_unavailable")


def test_a_rung_that_answers_is_asked_every_time() -> None:
    rung = FakeRung()
    assert [write(rung) for _ in range(8)] == [("primary", None)] * 8


def test_a_rung_isnt_asked_when_no_time_is_left() -> None:
    rung = FakeRung()
    with deadline.within(0):
        assert write(rung) == ("rules", "primary: timeout")
    assert rung.calls == []


def test_a_rung_knows_how_much_time_is_left() -> None:
    rung = FakeRung()
    with deadline.within(3):
        write(rung)
    assert 2 < rung.calls[0] <= 3
