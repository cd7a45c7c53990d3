"""The language of what the API says: the caller's, and English where nobody names one. Pages are Japanese first.

With threads, as a web process has them: Django keeps the language by thread.
"""

from collections.abc import Iterator
from typing import get_args

import pytest
from pytest_django import Settings

from tests.accounts.mailbox import deliver
from tests.cast import PASSWORD, Person
from tests.front_door import Api, FrontDoor
from tonebridge.resilience.threads import finish
from tonebridge.rest.language import Language

LANE, RESOURCE = "/api/v1/transform", "/api/v1/history?limit=x"
JAPANESE, ENGLISH = "入力内容をご確認ください", "Please check the values"


@pytest.fixture(autouse=True)
def _threads(transactional_db: None, settings: Settings) -> Iterator[None]:
    settings.GATEWAY_THREADS = 2
    yield
    finish()


def titles(door: FrontDoor, **headers: str) -> list[str]:
    """Of a lane's problem and of a resource's."""
    asking = door.as_(**headers)
    return [answer.json()["title"] for answer in (asking.post(LANE, {}), asking.get(RESOURCE))]


@pytest.mark.parametrize("accepted", ["", "fr", "*", "fr-CA, de;q=0.9", "nonsense;;"])
def test_where_no_language_of_ours_is_named_it_is_english(api: Api, alice: Person, accepted: str) -> None:
    assert titles(api(alice), **({"Accept_Language": accepted} if accepted else {})) == [ENGLISH] * 2


@pytest.mark.parametrize(("accepted", "title"), [("ja", 0), ("en-GB, ja;q=0.5", 1), ("fr, ja-JP;q=0.5", 0)])
def test_the_language_that_is_named_first_counts(api: Api, alice: Person, accepted: str, title: int) -> None:
    assert titles(api(alice), Accept_Language=accepted) == [(JAPANESE, ENGLISH)[title]] * 2


def test_what_no_door_is_behind_says_so_in_english(visitor: FrontDoor) -> None:
    found = [visitor.get(path).json()["title"] for path in ("/api/v1/nowhere", "/api/nowhere")]
    assert found == ["Not found"] * 2


def test_what_was_chosen_on_a_page_goes_before_what_the_browser_names(
    api: Api, alice: Person, visitor: FrontDoor, settings: Settings
) -> None:
    english = {"Cookie": f"{settings.LANGUAGE_COOKIE_NAME}=en", "Accept_Language": "ja"}
    assert titles(api(alice), **english) == [ENGLISH] * 2
    assert '<html lang="en"' in visitor.as_(**english).get("/").text
    assert visitor.as_(**english).get("/api/nowhere").json()["title"] == "Not found"
    settings.GATEWAY_MOST_IN_FLIGHT = 0
    assert '<html lang="en"' in visitor.as_(**english, Accept="text/html").get("/").text


def test_the_languages_are_those_of_the_settings(api: Api, alice: Person, settings: Settings) -> None:
    assert get_args(Language) == tuple(code for code, _name in settings.LANGUAGES)
    settings.LANGUAGES = [("en", "English")]
    chosen = f"{settings.LANGUAGE_COOKIE_NAME}=ja"
    assert titles(api(alice), Accept_Language="ja, en;q=0.5") == titles(api(alice), Cookie=chosen) == [ENGLISH] * 2


def test_pages_are_japanese_first(visitor: FrontDoor) -> None:
    assert '<html lang="ja"' in visitor.get("/").text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_answer_says_what_language_it_is_in(api: Api, alice: Person, language: str) -> None:
    answers = [api(alice).as_(Accept_Language=language).get(path) for path in (RESOURCE, "/api/v1/usage")]
    assert [answer.headers["Content-Language"] for answer in answers] == [language] * 2


@pytest.mark.parametrize(
    "path", [RESOURCE, "/api/v1/nowhere", "/api/nowhere", "/.well-known/nothing", "/api/schema?format=x"]
)
@pytest.mark.parametrize("chosen", ["", "ja", "en"])
def test_caches_hear_what_decides_the_language(visitor: FrontDoor, settings: Settings, path: str, chosen: str) -> None:
    given = {"Cookie": f"{settings.LANGUAGE_COOKIE_NAME}={chosen}"} if chosen else {}
    answer = visitor.as_(**given).get(path)
    assert {"Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))
    assert (answer.status_code >= 400, answer.headers["Content-Language"]) == (True, chosen or "en")
    assert answer.json()["title"].isascii() is (answer.headers["Content-Language"] == "en")


@pytest.mark.parametrize(("path", "language"), [("/api/schema", "en"), ("/.well-known/jwks.json", None)])
def test_what_is_public_is_the_same_for_all_so_that_any_cache_can_give_it(
    visitor: FrontDoor, settings: Settings, path: str, language: str | None
) -> None:
    chosen = f"{settings.LANGUAGE_COOKIE_NAME}=ja"
    first, again = visitor.get(path), visitor.as_(Cookie=chosen, Accept_Language="ja").get(path)
    assert (first.status_code, first.content, first.headers["Cache-Control"]) == (
        200,
        again.content,
        "public, max-age=300",
    )
    for answer in (first, again):
        assert {"Accept-Language", "Cookie"}.isdisjoint(answer.headers.get("Vary", "").split(", "))
        assert answer.headers.get("Content-Language") == language


@pytest.mark.parametrize(("language", "subject"), [("ja", "招待"), ("en", "invite")])
def test_who_is_invited_by_the_api_gets_mail_in_its_language(
    api: Api, alice: Person, settings: Settings, language: str, subject: str
) -> None:
    wanted = {"email": "dana@example.com", "role": "member"}
    api(alice).as_(Accept_Language=language).post("/api/v1/organization/invitations", wanted)
    assert subject in deliver(settings)[0].subject


@pytest.mark.parametrize(
    ("language", "subject"), [("ja", "メールアドレスの確認"), ("en", "Confirm your email address")]
)
def test_who_registers_by_the_api_gets_mail_in_their_language(
    visitor: FrontDoor, plans: None, settings: Settings, language: str, subject: str
) -> None:
    wanted = {"email": "dora@example.com", "password": PASSWORD, "full_name": "Dora"}
    visitor.as_(Accept_Language=language).post("/api/v1/auth/register", wanted)
    assert subject in deliver(settings)[0].subject
