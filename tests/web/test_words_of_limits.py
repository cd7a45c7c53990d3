"""Limits and refusals in words that people use, on pages and in the API."""

from collections.abc import Callable
from html import unescape

import pytest

from tests.cast import Person, switched_on
from tests.front_door import Api
from tests.web.browsing import Browser

As = Callable[[Person], Browser]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Shorten this by 1,000 characters. The limit is 10,000."),
        ("ja", "あと 1,000 文字減らしてください。ここに入力できるのは 10,000 文字までです。"),
    ],
)
def test_a_long_message_is_told_its_limit_in_thousands(as_: As, alice: Person, language: str, said: str) -> None:
    browser = as_(alice).reading(language)
    message = {"text": "あ" * 11_000, "transformation_type": "soften", "intensity": "2"}
    assert said in browser.post("/", message).words
    assert said in browser.post("/read/", {"text": "あ" * 11_000}).words


IN_THOUSANDS = pytest.mark.parametrize(
    ("language", "said"), [("en", "Use at most 1,000 characters."), ("ja", "1,000 文字以内にしてください。")]
)


@IN_THOUSANDS
def test_so_is_a_long_field_of_a_page(as_: As, alice: Person, language: str, said: str) -> None:
    term = {"term": "SLA", "language": "en", "kind": "jargon", "plain": "promise", "definition": "x" * 1_001}
    assert said in as_(alice).reading(language).post("/glossary/", term).words


@IN_THOUSANDS
def test_so_is_one_of_the_api_whoever_answers(api: Api, alice: Person, language: str, said: str) -> None:
    door = api(alice).as_(Accept_Language=language)
    resource = door.post("/api/v1/glossary/terms", {"term": "SLA", "language": "en", "definition": "x" * 1_001})
    lane = door.post("/api/v1/analyze", {"text": "あ" * 10_001})
    assert [each["detail"] for each in resource.json()["errors"]] == [said]
    assert [each["detail"] for each in lane.json()["errors"]] == [said.replace("1,000", "10,000")]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Use at least 10 characters."), ("ja", "10 文字以上にしてください。")]
)
def test_a_short_password_is_told_what_is_enough(browser: Browser, plans: None, language: str, said: str) -> None:
    page = browser.reading(language).post("/sign-up/", {"email": "dana@example.com", "password": "shortone"})
    errors = unescape(page.html).partition('id="id_password_error"')[2].partition("</ul>")[0]
    assert said in errors
    assert "最低" not in errors


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "That code isn't right or has already been used. Try another."),
        ("ja", "コードが正しくないか、すでに使われています。別のコードを入力してください。"),
    ],
)
def test_a_used_backup_code_isnt_told_to_wait_for_the_next(
    browser: Browser, alice: Person, language: str, said: str
) -> None:
    _secret, codes = switched_on(alice.user)
    browser.reading(language)
    for _ in range(2):
        browser.post("/sign-in/", {"email": alice.user.email, "password": alice.password})
        page = browser.post("/sign-in/code/", {"code": codes[0]})
        browser.post("/sign-out/")
    assert (page.status, said in page.words) == (422, True)
