"""The outbox: told with the change, relayed at least once, counted once; figures can be built anew."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import transaction

from apps.transform.models import DailySummary
from tests.cast import Person
from tests.front_door import Api
from tonebridge.events.actions.relay_events import relay_all, relay_events
from tonebridge.events.contracts import Happening
from tonebridge.events.models import Event
from tonebridge.events.outbox import tell
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

pytestmark = pytest.mark.django_db
NAME, HERE = "thing.happened", "tests.events.test_outbox.hear"
heard: list[Happening] = []
BROKEN: set[int] = set()


def hear(happenings: Sequence[Happening]) -> None:
    """Refuses a batch that holds a broken event."""
    if any(each.payload["n"] in BROKEN for each in happenings):
        raise ValueError("これは本文です")
    heard.extend(happenings)


@pytest.fixture(autouse=True)
def _ears(settings: LazySettings) -> None:
    heard.clear()
    BROKEN.clear()
    settings.OUTBOX_SUBSCRIBERS = settings.OUTBOX_SUBSCRIBERS | {NAME: [HERE]}


def happen(n: int) -> None:
    tell(name=NAME, organization_id=uuid7(), payload={"n": n}, at=clock.now())


def numbers() -> list[object]:
    return [each.payload["n"] for each in heard]


def test_what_happened_is_told_once_and_in_order() -> None:
    for n in range(3):
        happen(n)
    assert relay_all() == 3
    assert relay_all() == 0
    assert numbers() == [0, 1, 2]
    assert not Event.objects.filter(relayed_at=None).exists()


def test_what_is_taken_back_was_never_told() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        happen(1)
        _ = 1 / 0
    assert relay_all() == 0


def test_one_that_cannot_be_digested_keeps_no_other_and_comes_again() -> None:
    for n in range(3):
        happen(n)
    BROKEN.add(1)
    assert relay_events() == 2
    assert numbers() == [0, 2]
    BROKEN.clear()
    assert relay_events() == 0
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert relay_events() == 1
    assert numbers() == [0, 2, 1]


def test_a_subscriber_that_fails_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    happen(1)
    BROKEN.add(1)
    relay_events()
    assert [getattr(record, "receiver", "") for record in caplog.records] == [HERE]
    assert "本文" not in "".join(str(vars(record)) for record in caplog.records)


def test_an_event_nobody_wants_is_done_with() -> None:
    tell(name="nobody.cares", organization_id=uuid7(), payload={}, at=clock.now())
    assert relay_all() == 1


def summary() -> dict[str, float]:
    row = DailySummary.objects.get()
    return {name: getattr(row, name) for name in ("transforms", "characters", "harshness_before", "clarity_after")}


def test_messages_are_summed_up_by_day_and_built_anew(api: Api, alice: Person) -> None:
    for text in ("直せ。", "早く直せ。"):
        api(alice).post("/api/v1/transform", {"text": text, "transformation_type": "soften"})
    relay_all()
    found = summary()
    assert (found["transforms"], found["characters"]) == (2, 8)
    DailySummary.objects.update(transforms=99, harshness_before=0)
    call_command("rebuild_projections")
    assert summary() == pytest.approx(found)
    relay_all()
    assert summary() == pytest.approx(found)


def test_an_event_says_nothing_of_the_text_or_the_person(api: Api, alice: Person) -> None:
    api(alice).post("/api/v1/transform", {"text": "山田さん、直せ。", "transformation_type": "soften"})
    event = Event.objects.get()
    assert set(event.payload) == {
        "type", "tier", "characters", "processing_ms",
        "harshness_before", "harshness_after", "clarity_before", "clarity_after",
    }  # fmt: skip # a list, read by rows
    assert str(alice.user.id) not in str(event.payload)


def test_a_refused_call_tells_nothing(api: Api, charlie: Person) -> None:
    for n in range(101):
        last = api(charlie).post("/api/v1/transform", {"text": f"{n}番を直せ。", "transformation_type": "soften"})
        if last.status_code != 200:
            break
    assert last.status_code == 429
    assert Event.objects.count() == n
