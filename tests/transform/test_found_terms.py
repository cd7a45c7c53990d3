"""Words that recur in an organization's messages: counted, offered to those who run it, and nothing else of the messages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from apps.accounts.contracts import Role
from apps.transform.actions.count_terms import FEWEST_PEOPLE, count_terms, count_terms_of
from apps.transform.actions.transform_text import transform_text
from apps.transform.contracts import TransformationType, TransformRequest
from apps.transform.models import FoundTerm, Transformation
from apps.transform.tasks import count_terms_of as task
from tests.cast import Person, colleague, found_in_messages
from tests.front_door import Api
from tests.web.browsing import Browser
from tests.web.conftest import as_
from tonebridge.queues.models import Job

__all__ = ["as_"]
PLANTED = ("オリオンゲート", "ZEUSPAY", "ニモバッチ")


def write(person: Person, text: str, *, store: bool = True) -> None:
    wanted = TransformRequest(text=text, transformation_type=TransformationType.SOFTEN, tier="rules", store=store)
    transform_text(principal=person.principal, wanted=wanted)


@pytest.fixture
def team(alice: Person) -> list[Person]:
    """Alice and four colleagues."""
    return [alice, *(colleague(f"colleague{number}", alice, Role.MEMBER) for number in range(4))]


def waiting(api: Api, person: Person) -> Any:  # JSON
    return api(person).get("/api/v1/glossary/found").json()["items"]


def terms(api: Api, person: Person) -> list[str]:
    return [each["term"] for each in waiting(api, person)]


def test_three_planted_terms_surface_in_the_top_five(api: Api, team: list[Person]) -> None:
    for number, person in enumerate(team):
        write(person, f"オリオンゲートとZEUSPAYの件、明日までに{number + 1}件直せ。ニモバッチも止めろ。")
        write(person, "メールを今日中に送れ。データは共有サーバーに置け。")
    count_terms_of(organization_id=team[0].organization.id)
    assert set(PLANTED) <= set(terms(api, team[0])[:5])
    assert {each["messages"] for each in waiting(api, team[0]) if each["term"] in PLANTED} == {5}


def test_a_word_of_too_few_people_has_no_row(api: Api, team: list[Person]) -> None:
    for _ in range(5):
        for person in team[: FEWEST_PEOPLE - 1]:
            write(person, "オリオンゲートを直せ。")
    count_terms_of(organization_id=team[0].organization.id)
    assert FoundTerm.objects.count() == 0


def test_messages_that_are_not_kept_are_not_counted(team: list[Person]) -> None:
    for person in team:
        write(person, "オリオンゲートを直せ。", store=False)
    count_terms_of(organization_id=team[0].organization.id)
    assert FoundTerm.objects.count() == 0


def test_nothing_is_read_where_the_owner_lets_nothing_be_learned(api: Api, team: list[Person]) -> None:
    for person in team:
        write(person, "オリオンゲートを直せ。")
    count_terms_of(organization_id=team[0].organization.id)
    assert FoundTerm.objects.count() == 1
    api(team[0]).patch("/api/v1/organization", {"no_training": True})
    count_terms_of(organization_id=team[0].organization.id)
    assert FoundTerm.objects.count() == 0


def test_what_the_product_explains_itself_and_what_the_glossary_has_does_not_wait(api: Api, team: list[Person]) -> None:
    api(team[0]).post("/api/v1/glossary/terms", {"term": "zeuspay", "language": "ja", "plain": "決済"})
    for person in team:
        write(person, "ZEUSPAYをデプロイしろ。")
    count_terms_of(organization_id=team[0].organization.id)
    assert terms(api, team[0]) == []


def test_a_found_word_lies_sealed_and_nothing_says_who_wrote_it(team: list[Person]) -> None:
    for person in team:
        write(person, "オリオンゲートを直せ。")
    count_terms_of(organization_id=team[0].organization.id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM found_terms t")
        row = str(cursor.fetchall())
    assert "オリオン".encode().hex() not in row
    assert "オリオン" not in row
    assert not any(str(person.user.id) in row for person in team)


def test_words_of_another_organization_are_never_counted_nor_shown(
    api: Api, team: list[Person], charlie: Person
) -> None:
    for person in team:
        write(person, "オリオンゲートを直せ。")
    count_terms_of(organization_id=charlie.organization.id)
    assert FoundTerm.objects.count() == 0
    count_terms_of(organization_id=team[0].organization.id)
    assert terms(api, charlie) == []


def test_what_was_dismissed_stays_so_and_what_is_written_no_more_goes(api: Api, team: list[Person]) -> None:
    for person in team:
        write(person, "オリオンゲートとZEUSPAYを直せ。")
    count_terms_of(organization_id=team[0].organization.id)
    orion = next(each for each in waiting(api, team[0]) if each["term"] == "オリオンゲート")
    assert api(team[0]).post(f"/api/v1/glossary/found/{orion['id']}/dismiss").status_code == 204
    count_terms_of(organization_id=team[0].organization.id)
    assert terms(api, team[0]) == ["ZEUSPAY"]
    Transformation.objects.all().delete()
    count_terms_of(organization_id=team[0].organization.id)
    assert [row.term for row in FoundTerm.objects.all()] == ["オリオンゲート"]


def test_an_approved_word_is_in_the_glossary_with_its_plain_words(api: Api, alice: Person) -> None:
    found = found_in_messages(alice)
    made = api(alice).post(f"/api/v1/glossary/found/{found}/approve", {"plain": "新しい受付システム"})
    assert (made.status_code, made.json()["term"], made.json()["status"]) == (201, "オリオンゲート", "approved")
    assert terms(api, alice) == []
    text = {"text": "オリオンゲートを止めました。", "transformation_type": "terminology"}
    assert "新しい受付システム" in api(alice).post("/api/v1/transform", text).json()["transformed_text"]


def test_each_night_every_organization_that_keeps_messages_is_counted_in_its_own_name(
    team: list[Person], charlie: Person
) -> None:
    charlie.organization.retention_days = 0
    charlie.organization.save()
    for person in team:
        write(person, "オリオンゲートを直せ。")
    count_terms()
    job = Job.objects.get(kind="count_terms")
    assert job.organization_id == team[0].organization.id
    task.apply(args=[str(job.id)])
    assert [row.term for row in FoundTerm.objects.all()] == ["オリオンゲート"]


def test_the_glossary_page_offers_them_to_those_who_run_the_organization(
    as_: Callable[[Person], Browser], alice: Person, bob: Person
) -> None:
    found = found_in_messages(alice)
    page = as_(alice).get("/glossary/")
    assert "オリオンゲート" in page.words
    assert "in 12 messages" in " ".join(page.words.split())
    assert "オリオンゲート" not in as_(bob).get("/glossary/").words
    browser = as_(alice)
    browser.post(f"/glossary/found/{found}/approve/", {"plain": ""})
    assert "Explain the term in plain words" in browser.get("/glossary/").words


def test_a_word_is_explained_or_dismissed_on_the_page(as_: Callable[[Person], Browser], alice: Person) -> None:
    browser = as_(alice)
    browser.post(f"/glossary/found/{found_in_messages(alice)}/approve/", {"plain": "受付"})
    browser.post(f"/glossary/found/{found_in_messages(alice, 'ニモバッチ')}/dismiss/")
    page = browser.get("/glossary/")
    assert "受付" in page.words
    assert "Suggested terms" not in page.words
