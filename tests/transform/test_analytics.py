"""An organization's figures: what five people share is told, and nothing that fewer do or that could be worked out."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from apps.accounts.contracts import Role
from apps.transform.actions.give_feedback import give_feedback
from apps.transform.actions.transform_text import transform_text
from apps.transform.contracts import TransformationType, TransformRequest, Verdict
from apps.transform.queries.analytics import analytics_of
from tests.cast import Person, colleague, found_in_messages
from tests.front_door import Api
from tests.web.browsing import Browser
from tests.web.conftest import as_
from tonebridge.errors import ValidationFailed
from tonebridge.events.actions.relay_events import relay_all
from tonebridge.resilience import clock

__all__ = ["as_"]
TEXT = "この見積もりは無理です。明日までに直せ。"


def write(person: Person, kind: str = "soften", text: str = TEXT, verdict: Verdict | None = None) -> None:
    wanted = TransformRequest(text=text, transformation_type=TransformationType(kind))
    made = transform_text(principal=person.principal, wanted=wanted)
    relay_all()
    if verdict:
        give_feedback(principal=person.principal, transformation_id=made.id, verdict=verdict)


@pytest.fixture
def team(alice: Person) -> list[Person]:
    """Alice and four colleagues."""
    return [alice, *(colleague(f"colleague{number}", alice, Role.MEMBER) for number in range(4))]


def summary(api: Api, person: Person, query: str = "") -> Any:  # JSON
    return api(person).get(f"/api/v1/analytics/summary{query}").json()


def told(parts: list[dict[str, Any]]) -> dict[str, int | None]:
    return {part["name"]: part["transforms"] for part in parts}


def test_five_people_make_figures(api: Api, team: list[Person]) -> None:
    for person in team:
        write(person, verdict=Verdict.ACCEPTED)
    found = summary(api, team[0])
    assert (found["people"], found["transforms"]) == (5, 5)
    assert told(found["types"]) == {"soften": 5}
    assert told(found["verdicts"]) == {"accepted": 5}
    assert (told(found["reasons"])["refusal"] or 0) >= 5
    today = found["days"][-1]
    assert today["transforms"] == 5
    assert 0 <= today["harshness_after"] < today["harshness_before"] <= 1


def test_four_people_make_none(api: Api, team: list[Person]) -> None:
    for person in team[:4]:
        write(person)
    found = summary(api, team[0])
    assert (found["people"], found["transforms"]) == (None, None)
    assert [found[name] for name in ("days", "types", "tiers", "verdicts", "reasons", "terms")] == [[]] * 6


def test_what_one_of_five_did_alone_is_not_told_and_cannot_be_worked_out(api: Api, team: list[Person]) -> None:
    for person in team:
        write(person)
        write(person, "summarize", text=f"{TEXT} 検索画面の不具合は先週から続いています。")
    write(team[0], "clarify")
    kinds = told(summary(api, team[0])["types"])
    assert kinds["clarify"] is None
    assert list(kinds.values()).count(None) == 2, "with one hidden, it would be the whole without the others"


def write_on(day: date, person: Person, kind: str = "soften") -> None:
    with clock.frozen(datetime.combine(day, time(12), UTC)):
        write(person, kind)


MONDAY = clock.now().date() - timedelta(days=clock.now().date().weekday() + 7)
"""Of the last whole week."""


def totals(found: Any) -> dict[str, int]:
    """All figures of a range that could be subtracted from those of another: totals, parts, days."""
    days = {f"day {each['day']}": each["transforms"] for each in found["days"]}
    parts = {
        f"{by} {name}": n for by in ("types", "tiers", "verdicts", "reasons") for name, n in told(found[by]).items()
    }
    whole = {"people": found["people"], "transforms": found["transforms"]}
    return {name: figure or 0 for name, figure in {**whole, **parts, **days}.items()}


def test_ranges_that_differ_by_a_day_have_no_difference_of_one_person(api: Api, team: list[Person]) -> None:
    for person in team:
        write_on(MONDAY, person)
    write_on(MONDAY + timedelta(days=1), team[0], "clarify")
    without = totals(summary(api, team[0], f"?from={MONDAY}&to={MONDAY}"))
    with_it = totals(summary(api, team[0], f"?from={MONDAY}&to={MONDAY + timedelta(days=1)}"))
    assert without == with_it
    assert without["transforms"] == 6, "a week is told as a whole"


def test_a_week_of_few_adds_nothing_to_a_range(api: Api, team: list[Person]) -> None:
    write_on(MONDAY - timedelta(days=7), team[0], "clarify")
    for person in team:
        write_on(MONDAY, person)
    long = totals(summary(api, team[0], f"?from={MONDAY - timedelta(days=7)}&to={MONDAY}"))
    short = totals(summary(api, team[0], f"?from={MONDAY}&to={MONDAY}"))
    assert {name: figure for name, figure in long.items() if figure} == {
        name: figure for name, figure in short.items() if figure
    }


def test_the_days_left_out_of_a_week_are_together_of_five_people(api: Api, team: list[Person]) -> None:
    for person in team:
        write_on(MONDAY, person)
    write_on(MONDAY + timedelta(days=1), team[0])
    found = summary(api, team[0], f"?from={MONDAY}&to={MONDAY}")
    days = {each["day"]: each["transforms"] for each in found["days"]}
    assert found["transforms"] == 6
    assert days[str(MONDAY)] is None, "6 - 5 would be what one of them wrote on the other day"


def test_how_many_people_is_told_in_fives(api: Api, team: list[Person]) -> None:
    for person in [*team, colleague("sixth", team[0], Role.MEMBER)]:
        write(person)
    assert summary(api, team[0])["people"] == 5


def test_frequent_terms_are_of_five_people(api: Api, as_: Callable[[Person], Browser], team: list[Person]) -> None:
    for person in team:
        write(person)
    found_in_messages(team[0], "オリオンゲート", messages=12, people=5)
    found_in_messages(team[0], "ニモバッチ", messages=40, people=4)
    assert summary(api, team[0])["terms"] == [{"name": "オリオンゲート", "transforms": 10}]
    assert "オリオンゲート" in as_(team[0]).get("/analytics/").words


def test_a_stranger_sees_nothing_of_it(api: Api, team: list[Person], charlie: Person) -> None:
    for person in team:
        write(person)
    assert summary(api, charlie)["people"] is None


@pytest.mark.parametrize(
    "query", ["?from=2026-11-02&to=2026-11-01", "?from=2026-01-01&to=2026-04-03", "?from=yesterday"]
)
def test_odd_ranges_are_refused(api: Api, alice: Person, query: str) -> None:
    assert api(alice).get(f"/api/v1/analytics/summary{query}").status_code == 400


def test_a_range_may_have_92_days(alice: Person) -> None:
    today = clock.now().date()
    assert analytics_of(alice.principal, since=today - timedelta(days=91), until=today).people is None
    with pytest.raises(ValidationFailed):
        analytics_of(alice.principal, since=today - timedelta(days=92), until=today)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_calendars_ends_are_days_like_others(
    api: Api, as_: Callable[[Person], Browser], alice: Person, day: str
) -> None:
    assert summary(api, alice, f"?from={day}&to={day}")["people"] is None
    assert as_(alice).get("/analytics/", {"since": day, "until": day}).status == 200


def test_the_page_shows_figures_in_words(as_: Callable[[Person], Browser], team: list[Person]) -> None:
    for person in team:
        write(person)
    page = as_(team[0]).get("/analytics/")
    assert "5 messages from at least 5 people" in " ".join(page.words.split())
    assert "Soften" in page.words


def test_the_page_tells_a_small_team_why_there_is_nothing(as_: Callable[[Person], Browser], alice: Person) -> None:
    write(alice)
    page = as_(alice).get("/analytics/")
    assert "Figures appear once 5 people have written" in page.words


def test_an_odd_range_on_the_page_is_refused_in_words(as_: Callable[[Person], Browser], alice: Person) -> None:
    page = as_(alice).get("/analytics/", {"since": "2026-11-02", "until": "2026-11-01"})
    assert page.status == 422
    assert "The end date can't be before the start date" in page.words
