"""The ladder, with a first rung that asks another machine."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from apps.analyze.language.document import read_document
from apps.transform.contracts import ModelQuestion, Piece, Spent, TransformationType, TransformRequest
from apps.transform.providers.failures import ModelBusy, ModelMisconfigured
from apps.transform.providers.ladder import RULES_S, Ladder, Written
from apps.transform.providers.models import ModelRung
from apps.transform.providers.rules import RulesRung
from apps.transform.story.driving import drive_here
from apps.transform.story.guarding import ModelGuard
from tests.passing_time import PassingTime
from tests.transform.test_nasty_growth import over_after
from tonebridge.errors import TimedOut, ToneBridgeError, Unavailable
from tonebridge.resilience import circuit_breaker, deadline
from tonebridge.resilience.circuit_breaker import Breaker
from tonebridge.settings.models import ModelSetting

TEXT = "明日までに直せ。"


@dataclass
class FakeModel:
    """A model that fails as told, first with `errors`, then with `error`, and else answers."""

    error: ToneBridgeError | None = None
    errors: list[ToneBridgeError] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    asked: list[ModelQuestion] = field(default_factory=list)

    def load(self) -> None:
        """Nothing."""

    async def close(self) -> None:
        """Nothing."""

    async def stream(self, question: ModelQuestion) -> AsyncIterator[Piece]:
        self.asked.append(question)
        error = self.errors.pop(0) if self.errors else self.error
        if error:
            raise error
        answer = self.answers.pop(0) if self.answers else "お手数ですが、明日までに直していただけますか。"
        yield Piece(answer)
        yield Piece(ended=True, spent=Spent(100, 20, 0.001))


@pytest.fixture(autouse=True)
def _a_breaker_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Breaker(f"test:{uuid4().hex[:6]}")
    monkeypatch.setattr(circuit_breaker, "breaker", lambda _name: one)


def rung_of(model: FakeModel, retries: int = 0) -> ModelRung:
    return ModelRung("primary", ModelSetting("openai", "fake", max_retries=retries), model)


def written(rung: ModelRung, text: str = TEXT) -> Written:
    wanted = TransformRequest(text=text, transformation_type=TransformationType.SOFTEN, language="ja")
    document = read_document(text)
    return drive_here(Ladder((rung, RulesRung())).write(wanted, document, ModelGuard(wanted, document)))


def told(rung: ModelRung) -> tuple[str, str | None]:
    found = written(rung)
    return found.tier, found.degraded_reason


def test_a_rung_that_keeps_failing_is_left_alone_and_the_next_one_answers() -> None:
    model = FakeModel(TimedOut())
    rung = rung_of(model)
    answers = [told(rung) for _ in range(8)]
    assert len(model.asked) == 5
    assert [tier for tier, _reason in answers] == ["rules"] * 8
    assert (answers[0][1], answers[7][1]) == ("primary: timeout", "primary: service_unavailable")


def test_a_rung_that_answers_is_asked_every_time() -> None:
    rung = rung_of(FakeModel())
    assert [told(rung) for _ in range(8)] == [("primary", None)] * 8


def test_a_model_isnt_asked_when_only_the_rules_have_time_left(passing_time: PassingTime) -> None:
    passing_time.stand_still()
    model = FakeModel()
    with deadline.within(RULES_S):
        assert told(rung_of(model)) == ("rules", "primary: timeout")
    assert model.asked == []


def test_no_rung_begins_when_no_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(RulesRung, "write")
    model = FakeModel()
    with deadline.within(0), pytest.raises(TimedOut):
        told(rung_of(model))
    assert model.asked == []


@pytest.mark.parametrize("looks", range(8))
def test_wherever_the_time_is_over_it_is_told_as_that(looks: int) -> None:
    with over_after(looks) as seen, suppress(TimedOut):
        assert written(rung_of(FakeModel(ModelMisconfigured())), "確認、" * 1_000).tier == "rules"
        assert seen[0] <= looks


def test_a_wrong_key_opens_no_breaker_and_is_told() -> None:
    model = FakeModel(ModelMisconfigured())
    rung = rung_of(model)
    assert [told(rung) for _ in range(8)] == [("rules", "primary: misconfigured")] * 8
    assert len(model.asked) == 8


def test_a_busy_rung_is_left_alone_for_as_long_as_it_says() -> None:
    model = FakeModel(ModelBusy(retry_after_s=47))
    rung = rung_of(model)
    assert [told(rung) for _ in range(3)] == [("rules", "primary: rate_limited")] * 3
    assert len(model.asked) == 1


def test_what_one_process_is_told_by_a_busy_model_all_of_them_know(monkeypatch: pytest.MonkeyPatch) -> None:
    model, other = FakeModel(ModelBusy(retry_after_s=47)), FakeModel()
    told(rung_of(model))
    elsewhere = Breaker(circuit_breaker.breaker("").name)
    monkeypatch.setattr(circuit_breaker, "breaker", lambda _name: elsewhere)
    assert told(rung_of(other)) == ("rules", "primary: rate_limited")
    assert other.asked == []


@pytest.mark.parametrize(("retries", "tier", "calls"), [(0, "rules", 1), (1, "primary", 2)])
def test_what_failed_at_once_is_tried_again_where_the_settings_say_so(retries: int, tier: str, calls: int) -> None:
    from apps.transform.providers.failures import ModelAway

    model = FakeModel(errors=[ModelAway()])
    assert told(rung_of(model, retries))[0] == tier
    assert len(model.asked) == calls


def test_a_broken_value_is_named_and_asked_for_once_more_and_both_calls_are_paid() -> None:
    model = FakeModel(answers=["お手数ですが、昨日までに直していただけますか。"])
    found = written(rung_of(model))
    assert found.tier == "primary"
    assert len(model.asked) == 2
    assert "明日" in model.asked[1].complaint
    assert model.asked[1].earlier == "お手数ですが、昨日までに直していただけますか。"
    assert (found.spent.input_tokens, found.spent.output_tokens, found.spent.cost_usd) == (200, 40, 0.002)


def test_a_value_broken_twice_is_not_shown() -> None:
    model = FakeModel(answers=["お手数ですが、昨日までに直していただけますか。"] * 2)
    found = written(rung_of(model))
    assert (found.tier, found.degraded_reason) == ("rules", "primary: check facts")
    assert found.spent.input_tokens == 200


def test_where_nobody_answers_it_says_so() -> None:
    wanted = TransformRequest(text=TEXT, transformation_type=TransformationType.SOFTEN, language="ja")
    document = read_document(TEXT)
    with pytest.raises(Unavailable):
        drive_here(Ladder((rung_of(FakeModel(TimedOut())),)).write(wanted, document, ModelGuard(wanted, document)))


def test_a_message_that_cannot_be_masked_is_shown_to_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_text: str, _language: str) -> None:
        raise RuntimeError("the detector broke")

    monkeypatch.setattr("apps.transform.guards.hiding.find_pii", broken)
    model = FakeModel()
    found = written(rung_of(model))
    assert (found.tier, found.degraded_reason, model.asked) == ("rules", "primary: internal_error", [])
