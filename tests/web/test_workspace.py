"""The workspace without JavaScript: before signing in, and after."""

import re
from collections.abc import Callable

import pytest

from apps.accounts.actions.charge_usage import charge_usage
from apps.accounts.models import UsageCounter
from apps.transform.models import Transformation
from apps.transform.web import live_rate
from tests.cast import Person, own_model
from tests.web.browsing import Browser
from tonebridge.limits.token_bucket import Rate

ROUGH = "この見積もりは無理です。明日17時までに3件とも直してください。"
FORM = {"text": ROUGH, "transformation_type": "soften", "intensity": "2", "sender_role": "", "receiver_role": ""}
SCRIPT = "<script>alert(1)</script>"


def test_a_visitor_gets_a_result_with_its_facts(browser: Browser) -> None:
    page = browser.post("/", FORM)
    assert page.status == 200
    assert "17時" in page.text_of("result-text")
    assert "Facts" in page.words
    assert "Written by rules; no model was used." in page.words


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ("Message", "Transform", "Result", "Changes", "Facts")),
        ("ja", ("メッセージ", "変換する", "結果", "変更点", "事実")),
    ],
)
def test_the_parts_of_the_page_have_the_names_that_assistive_technology_relies_on(
    browser: Browser, language: str, names: tuple[str, ...]
) -> None:
    page = browser.reading(language).post("/", FORM)
    assert [name for name in names if f">{name}<" not in page.html] == []


def test_500_full_width_characters_are_accepted_before_signing_in(browser: Browser) -> None:
    assert browser.post("/", FORM | {"text": "あ" * 500}).status == 200


def test_501_characters_are_refused_before_signing_in_and_stay_in_the_box(browser: Browser) -> None:
    page = browser.post("/", FORM | {"text": "あ" * 501})
    assert page.status == 422
    assert "Shorten this by 1 character." in page.words
    assert "あ" * 501 in page.html


def test_a_line_break_counts_once_as_it_was_typed(browser: Browser) -> None:
    assert browser.post("/", FORM | {"text": "あ\r\n" * 250}).status == 200


def test_an_emoji_counts_once(browser: Browser) -> None:
    assert browser.post("/", FORM | {"text": "🙂" * 500}).status == 200


def test_a_signed_in_member_may_send_more(as_: Callable[[Person], Browser], alice: Person) -> None:
    assert as_(alice).post("/", FORM | {"text": "確認しました。" * 200}).status == 200


def test_a_member_finds_the_result_in_history(as_: Callable[[Person], Browser], alice: Person) -> None:
    browser = as_(alice)
    sent = browser.post("/", FORM).text_of("result-text")
    assert sent.split("\n", maxsplit=1)[0][:20] in browser.get("/history/").words


def test_the_fourth_try_in_a_minute_is_refused_in_words(browser: Browser) -> None:
    tries = [browser.post("/", FORM) for _ in range(4)]
    assert [page.status for page in tries] == [200, 200, 200, 429]
    part = browser.post("/", FORM, X_Fragment="answer")
    assert len(re.findall(r"Try again in \d+ seconds?\.", part.words)) == 1
    assert "reached this minute's limit" in tries[-1].words
    assert int(tries[-1].response["Retry-After"]) in range(1, 61)


def test_a_refused_message_costs_no_try(browser: Browser) -> None:
    for _ in range(4):
        browser.post("/", FORM | {"text": ""})
    assert browser.post("/", FORM).status == 200


@pytest.mark.parametrize("text", ["", " \n　"])
def test_an_empty_message_is_refused_beside_the_box(browser: Browser, text: str) -> None:
    page = browser.post("/", FORM | {"text": text})
    assert page.status == 422
    assert 'aria-invalid="true"' in page.html


@pytest.mark.parametrize(
    "field", [{"transformation_type": "shout"}, {"intensity": "9"}, {"sender_role": "x" * 101}, {"text": "a\0b"}]
)
def test_odd_values_are_refused_without_an_error(browser: Browser, field: dict[str, str]) -> None:
    assert browser.post("/", FORM | field).status == 422


def test_a_script_in_the_message_is_shown_as_text(browser: Browser) -> None:
    page = browser.post("/", FORM | {"text": f"{SCRIPT} この見積もりは無理です。", "sender_role": SCRIPT})
    assert page.status == 200
    assert SCRIPT not in page.html
    assert SCRIPT in page.text_of("result-text")


def test_a_script_gets_the_answer_alone(browser: Browser) -> None:
    page = browser.post("/", FORM, X_Fragment="answer")
    assert "<html" not in page.html
    assert "17時" in page.text_of("result-text")
    assert "X-Fragment" in page.response["Vary"]


def test_a_refusal_reaches_a_script_in_words_too(browser: Browser) -> None:
    page = browser.post("/", FORM | {"text": "あ" * 501}, X_Fragment="answer")
    assert page.status == 422
    assert "Shorten this by 1 character." in page.words


def test_a_sample_is_one_click_away(browser: Browser) -> None:
    assert "https://wiki.example.com/482" in browser.get("/", {"sample": "en"}).text_of("id_text")


def test_the_page_allows_no_script_but_its_own_files(browser: Browser) -> None:
    page = browser.get("/")
    assert "script-src 'self'" in page.response["Content-Security-Policy"]
    assert " style=" not in page.html
    assert " onclick=" not in page.html


def test_all_three_strengths_are_compared_where_asked(browser: Browser) -> None:
    page = browser.post("/", FORM | {"compare": "1"})
    assert len({page.text_of(f"strength-text-{each}") for each in (1, 2, 3)}) > 1
    assert page.text_of("strength-text-2") == page.text_of("result-text")


def test_a_result_while_typing_is_neither_kept_nor_counted(as_: Callable[[Person], Browser], alice: Person) -> None:
    browser = as_(alice)
    page = browser.post("/", FORM | {"live": "1"}, X_Fragment="answer")
    assert "17時" in page.text_of("result-text")
    assert not Transformation.objects.exists()
    assert not UsageCounter.objects.exists()


def test_typing_has_a_rate_of_its_own(
    as_: Callable[[Person], Browser], alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_rate, "LIVE", Rate(5, 5))
    browser = as_(alice)
    tries = (browser.post("/", FORM | {"live": "1", "text": f"{turn}件を直せ。"}).status for turn in range(200))
    assert next(status for status in tries if status != 200) == 429
    assert browser.post("/", FORM).status == 200


def test_every_change_is_marked_where_it_stands(browser: Browser) -> None:
    page = browser.post("/", FORM)
    marked = page.text_of("marked")
    assert marked.startswith("この見積もりは")
    assert 'href="#item-c1"' in page.html


def test_a_stream_is_followed_where_an_organization_has_a_model_of_its_own(
    as_: Callable[[Person], Browser], alice: Person, bob: Person, charlie: Person
) -> None:
    own_model(alice)
    assert all('data-stream="/api/v1/transform/stream"' in as_(each).get("/").html for each in (alice, bob))
    assert "data-stream" not in as_(charlie).get("/").html


def test_a_stream_is_followed_only_where_its_result_is_kept(as_: Callable[[Person], Browser], alice: Person) -> None:
    own_model(alice)
    assert "data-stream" in as_(alice).get("/").html
    alice.organization.retention_days = 0
    alice.organization.save(update_fields=["retention_days"])
    assert "data-stream" not in as_(alice).get("/").html


def test_a_message_after_the_days_last_is_told_how_many_there_were_and_when_there_are_new_ones(
    as_: Callable[[Person], Browser], charlie: Person
) -> None:
    charge_usage(principal=charlie.principal, characters=1, calls=100)
    page = as_(charlie).post("/", FORM)
    assert page.status == 429
    assert "You've used all 100 of today's messages. The quota resets at 09:00 JST." in page.words
