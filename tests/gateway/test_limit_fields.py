"""What an answer says of the limits that bind it: `RateLimit`, `RateLimit-Policy`, and `X-RateLimit-*` for older clients."""

import re
import sys
from itertools import cycle
from threading import Event, Thread

import httpx
from pytest_django import Settings

from apps.accounts.models import Plan
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.passing_time import PassingTime
from tonebridge.limits.request_limits import Limit, Limits, collected_in, note

ANALYZE, TRANSFORM, PREVIEW = "/api/v1/analyze", "/api/v1/transform", "/api/v1/preview/analyze"
TEXT = {"text": "Fix it today."}
SOFTEN = TEXT | {"transformation_type": "soften"}


def limits_of(answer: httpx.Response) -> dict[str, int]:
    """What is left, by name, in the order of the field."""
    return {name: int(left) for name, left in re.findall(r'"([a-z-]+)";r=(\d+);t=\d+', answer.headers["ratelimit"])}


def older(answer: httpx.Response) -> tuple[int, int]:
    return int(answer.headers["x-ratelimit-limit"]), int(answer.headers["x-ratelimit-remaining"])


def test_an_answer_names_every_limit_of_the_plan_and_what_is_left(api: Api, alice: Person) -> None:
    answer = api(alice).post(ANALYZE, TEXT)
    assert answer.headers["ratelimit-policy"] == '"minute";q=300;w=60, "day";q=50000;w=86400'
    assert limits_of(answer) == {"minute": 299}
    assert older(answer) == (300, 299)


def test_a_call_that_takes_from_the_day_says_what_is_left_of_it(api: Api, charlie: Person) -> None:
    door = api(charlie)
    left = [limits_of(door.post(TRANSFORM, SOFTEN | {"text": f"Fix it at {hour}:00."})) for hour in (9, 10)]
    assert left == [{"minute": 9, "day": 99}, {"minute": 8, "day": 98}]


def test_the_minute_that_refuses_comes_first(api: Api, alice: Person) -> None:
    Plan.objects.update(per_minute=1)
    door = api(alice)
    refused = [door.post(ANALYZE, TEXT) for _ in range(2)][-1]
    assert refused.status_code == 429 and limits_of(refused) == {"minute": 0} and older(refused) == (1, 0)


def test_the_day_that_refuses_comes_first(api: Api, alice: Person) -> None:
    Plan.objects.update(per_day=1)
    door = api(alice)
    refused = [door.post(TRANSFORM, SOFTEN | {"text": f"Fix it at {hour}:00."}) for hour in (9, 10)][-1]
    assert (refused.status_code, refused.json()["code"]) == (429, "QUOTA_EXCEEDED")
    assert next(iter(limits_of(refused).items())) == ("day", 0) and older(refused) == (1, 0)
    assert refused.headers["ratelimit-policy"].startswith('"day";q=1;w=86400, "minute"')


def test_a_batch_that_the_day_cannot_hold_is_told_what_is_left(api: Api, alice: Person) -> None:
    Plan.objects.update(per_day=3)
    refused = api(alice).post(f"{TRANSFORM}/batch", {"items": [SOFTEN] * 5})
    assert refused.status_code == 429 and limits_of(refused)["day"] == 3 and older(refused) == (3, 3)


def test_the_fourth_preview_in_a_minute_is_told_so(still_time: PassingTime, visitor: FrontDoor) -> None:
    door = visitor.as_(Accept_Language="en")
    answers = [door.post(PREVIEW, TEXT) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert limits_of(answers[0]) == {"minute": 59, "preview-minute": 2, "preview-day": 9}
    refused = answers[-1]
    assert "this minute's limit" in refused.json()["detail"] and refused.headers["retry-after"] == "20"
    assert next(iter(limits_of(refused).items())) == ("preview-minute", 0) and older(refused) == (3, 0)
    assert '"preview-day";q=10;w=86400' in refused.headers["ratelimit-policy"]


def test_previews_of_a_whole_day_are_told_so(visitor: FrontDoor, settings: Settings) -> None:
    settings.PREVIEW_PER_MINUTE, settings.PREVIEW_PER_DAY = 10, 2
    refused = [visitor.as_(Accept_Language="en").post(PREVIEW, TEXT) for _ in range(3)][-1]
    assert "today's limit" in refused.json()["detail"]
    assert next(iter(limits_of(refused).items())) == ("preview-day", 0) and older(refused) == (2, 0)


def waits(answer: httpx.Response) -> int:
    return int(answer.headers["retry-after"])


def test_previews_that_both_the_minute_and_the_day_refuse_wait_for_the_day(
    visitor: FrontDoor, settings: Settings, still_time: object
) -> None:
    settings.PREVIEW_PER_MINUTE = settings.PREVIEW_PER_DAY = 2
    refused = [visitor.as_(Accept_Language="en").post(PREVIEW, TEXT) for _ in range(3)][-1]
    assert refused.status_code == 429 and waits(refused) == 43_200  # a day brings two, evenly
    assert "today's limit" in refused.json()["detail"]
    assert next(iter(limits_of(refused).items())) == ("preview-day", 0)


def test_a_preview_that_the_minute_refuses_takes_nothing_from_the_day(visitor: FrontDoor, still_time: object) -> None:
    answers = [visitor.post(PREVIEW, TEXT) for _ in range(6)]
    assert [limits_of(answer)["preview-day"] for answer in answers] == [9, 8, 7, 7, 7, 7]


def test_a_minute_that_refuses_what_the_day_has_refused_before_waits_for_the_day(api: Api, alice: Person) -> None:
    Plan.objects.update(per_minute=2, per_day=1)
    door = api(alice).as_(Accept_Language="en")
    _, by_the_day, by_both = (door.post(TRANSFORM, SOFTEN | {"text": f"Fix it at {hour}:00."}) for hour in (8, 9, 10))
    assert [answer.json()["code"] for answer in (by_the_day, by_both)] == ["QUOTA_EXCEEDED", "RATE_LIMITED"]
    assert 0 <= waits(by_the_day) - waits(by_both) <= 5
    assert next(iter(limits_of(by_both).items())) == ("day", 0) and "today's messages" in by_both.json()["detail"]


def test_a_minute_that_refuses_what_takes_nothing_from_the_day_waits_for_the_minute(api: Api, alice: Person) -> None:
    Plan.objects.update(per_minute=2, per_day=1)
    door = api(alice)
    for hour in (8, 9):
        door.post(TRANSFORM, SOFTEN | {"text": f"Fix it at {hour}:00."})
    refused = door.post(ANALYZE, TEXT)
    assert refused.status_code == 429 and waits(refused) <= 60 and next(iter(limits_of(refused))) == "minute"


def test_an_address_that_tries_to_sign_in_too_often_is_told_of_that(visitor: FrontDoor, alice: Person) -> None:
    wrong = {"email": "nobody@example.com", "password": "wrong"}
    answers = [visitor.post("/api/v1/auth/token", wrong) for _ in range(11)]
    refused = next(answer for answer in answers if answer.status_code == 429)
    first, left = next(iter(limits_of(refused).items()))
    assert first != "minute" and left == 0 and older(refused)[1] == 0


def test_wrong_credentials_are_told_of_their_own_limit(visitor: FrontDoor, plans: None, settings: Settings) -> None:
    settings.GATEWAY_REFUSED_PER_MINUTE = 2
    refused = [visitor.as_(X_API_Key="no key at all").get("/api/v1/auth/me") for _ in range(3)][-1]
    assert refused.status_code == 429 and limits_of(refused) == {"refused-credentials": 0} and older(refused) == (2, 0)


def test_a_refusal_by_what_is_no_count_carries_no_other_limits_figures(
    api: Api, alice: Person, settings: Settings
) -> None:
    settings.LIVE_CONNECTIONS = {"pro": 0}
    job = api(alice).post(f"{TRANSFORM}/batch", {"items": [SOFTEN]}).json()["id"]
    refused = api(alice).get(f"/api/v1/jobs/{job}/events")
    assert refused.status_code == 429 and "x-ratelimit-remaining" not in refused.headers
    assert "minute" in limits_of(refused)


def test_pages_carry_none(visitor: FrontDoor) -> None:
    assert not {"ratelimit", "ratelimit-policy", "x-ratelimit-limit"} & set(visitor.get("/").headers)


def test_a_limit_may_be_noted_by_a_thread_while_the_fields_are_written() -> None:
    """Work whose caller is answered in time with a 504 goes on."""
    limits, over = Limits(), Event()

    def go_on() -> None:
        with collected_in(limits):
            for number in cycle(range(50)):
                note(Limit(str(number), 1, 60))
                limits.known.pop(str(number - 7), None)
                if over.is_set():
                    return

    working, interval = Thread(target=go_on), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    working.start()
    try:
        for _ in range(2_000):
            limits.fields(is_refusal=False)
    finally:
        sys.setswitchinterval(interval)
        over.set()
        working.join()
