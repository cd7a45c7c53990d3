"""Facts and scores of the text that stands, as a script asks for them after every decision of a reader."""

import json
import re
from collections.abc import Callable
from functools import partial
from html import unescape
from operator import gt
from typing import Any

import pytest

from apps.accounts.contracts import Role
from apps.accounts.models import UsageCounter
from apps.transform.models import Transformation
from tests.cast import Person, colleague
from tests.web.browsing import Browser, Page
from tests.web.test_workspace import FORM, ROUGH


def told(page: Page) -> dict[str, Any]:
    """What a result's page gives to its script."""
    found = re.search(r'<script id="spans"[^>]*>(.*?)</script>', page.html, re.DOTALL)
    assert found
    document: dict[str, Any] = json.loads(unescape(found[1]))
    return document


def decided(
    page: Page, *, kept: Callable[[int], bool] = lambda _at: True, final_text: str | None = None
) -> dict[str, Any]:
    """The same with a reader's decisions in it."""
    document = told(page)
    changes = [
        {name: value for name, value in change.items() if name != "id"} | {"kept": kept(at)}
        for at, change in enumerate(document["changes"])
    ]
    return document | {"changes": changes, "final_text": final_text}


def measure(browser: Browser, review: object) -> Page:
    return browser.post("/measures/", {"review": json.dumps(review)}, X_Fragment="answer")


def tone(page: Page) -> str:
    """The measures' words, without space."""
    part = re.search(r'<div class="tone".*?</dl>', page.html, re.DOTALL)
    assert part
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part[0])).split())


def test_the_whole_result_is_measured_as_it_came(browser: Browser) -> None:
    page = browser.post("/", FORM)
    assert tone(measure(browser, decided(page))) == tone(page)


def test_after_all_is_rejected_the_message_has_its_own_tone_and_facts(browser: Browser) -> None:
    page = browser.post("/", FORM)
    assert "→" in tone(page) and "changed to" in page.words
    found = measure(browser, decided(page, kept=lambda _at: False))
    assert "changed to" not in found.words and "→" not in tone(found)
    assert "of your words kept" not in found.words
    assert "17時" in found.words


def test_every_decision_moves_the_share_of_words_that_is_kept(browser: Browser) -> None:
    page = browser.post("/", FORM)
    shares = []
    for count in range(len(told(page)["changes"]) + 1):
        found = measure(browser, decided(page, kept=partial(gt, count)))
        share = re.search(r"(\d+)% of your words kept", found.words)
        shares.append(int(share[1]) if share else 100)
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]


def test_a_fact_that_an_edit_changes_needs_a_look(browser: Browser) -> None:
    page = browser.post("/", FORM)
    edited = page.text_of("result-text").replace("17時", "18時")
    found = measure(browser, decided(page, final_text=edited))
    assert "To check" in found.words
    assert "18時" in found.words


@pytest.mark.parametrize("text", ["", " \n", "あ"])
def test_nothing_left_is_measured_too(browser: Browser, text: str) -> None:
    found = measure(browser, decided(browser.post("/", FORM), final_text=text))
    assert found.status == 200
    assert "To check" in found.words


LONG = (
    "昨夜23時に決済APIが停止しました。原因はDBの接続数上限です。1,200件の注文が失敗しました。再起動して復旧しました。"
    "お昼のお弁当は唐揚げでした。とてもおいしかったです。天気は雨でした。再発防止策を金曜までにまとめます。"
)


def test_what_a_summary_leaves_out_is_not_missed_after_an_edit_either(browser: Browser) -> None:
    page = browser.post("/", FORM | {"text": LONG, "transformation_type": "summarize"})
    assert "To check" not in page.words
    found = measure(browser, decided(page, final_text=page.text_of("result-text") + "\n以上です。"))
    assert "To check" not in found.words


def test_an_answer_in_the_text_is_no_added_fact_after_an_edit(as_: Callable[[Person], Browser], alice: Person) -> None:
    browser = as_(alice)
    form = FORM | {"text": "新しい集計画面が欲しいです。今月中にお願いします。", "transformation_type": "requirements"}
    page = browser.post("/", form)
    action = re.search(r'action="(/history/[^"]+/answers/)"', page.html)
    box = re.search(r'name="(answer-[^"]+)"', page.html)
    assert action and box
    answered = browser.post(action[1], {box[1]: "営業部の12人が使います。"}, X_Fragment="answer")
    assert "To check" not in answered.words
    found = measure(browser, decided(answered, final_text=answered.text_of("result-text") + "\n以上です。"))
    assert "To check" not in found.words


def test_measuring_keeps_and_counts_nothing(as_: Callable[[Person], Browser], alice: Person) -> None:
    browser = as_(alice)
    page = browser.post("/", FORM | {"live": "1"}, X_Fragment="answer")
    assert measure(browser, decided(page)).status == 200
    assert not Transformation.objects.exists()
    assert not UsageCounter.objects.exists()


def test_a_visitors_decisions_cost_no_tries_and_have_a_rate_of_their_own(browser: Browser) -> None:
    review = decided(browser.post("/", FORM))
    statuses = (measure(browser, review).status for _ in range(200))
    assert next(status for status in statuses if status != 200) == 429
    assert browser.post("/", FORM).status == 200


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "{",
        "[]",
        "null",
        json.dumps({"original": ROUGH}),
        json.dumps({"original": ROUGH, "language": "ja", "transformation_type": "soften", "changes": [{}]}),
        json.dumps(
            {
                "original": "ab",
                "language": "en",
                "transformation_type": "soften",
                "changes": [{"start": 1, "end": 9, "replacement": "", "reason": "x", "kept": True}],
            }
        ),
        "[" * 100_000,
        json.dumps(
            {
                "original": ROUGH,
                "language": "ja",
                "transformation_type": "soften",
                "changes": [],
                "final_text": "\ud800",
            }
        ),
        json.dumps(
            {
                "original": "a" * 500,
                "language": "en",
                "transformation_type": "soften",
                "changes": [
                    {"start": at, "end": at, "replacement": "b" * 20_000, "reason": "x", "kept": True} for at in (1, 2)
                ],
            }
        ),
    ],
)
def test_odd_reviews_are_refused_without_an_error(browser: Browser, odd: str) -> None:
    assert browser.post("/measures/", {"review": odd}, X_Fragment="answer").status in (400, 422)


def long_review(size: int) -> dict[str, Any]:
    return {"original": "直せ。" * (size // 3), "language": "ja", "transformation_type": "soften", "changes": []}


def test_a_visitor_measures_no_longer_messages_than_they_may_try(
    browser: Browser, as_: Callable[[Person], Browser], alice: Person
) -> None:
    assert measure(browser, long_review(498)).status == 200
    assert measure(browser, long_review(600)).status == 400
    assert measure(browser, long_review(498) | {"final_text": "あ" * 2_100}).status == 400
    assert measure(as_(alice), long_review(600)).status == 200


def test_who_may_not_transform_measures_nothing(as_: Callable[[Person], Browser], alice: Person) -> None:
    vera = colleague("vera", alice, Role.VIEWER)
    assert measure(as_(vera), long_review(30)).status == 403


@pytest.mark.usefixtures("still_time")
def test_what_cant_be_read_counts_too(browser: Browser) -> None:
    statuses = [browser.post("/measures/", {"review": "{"}, X_Fragment="answer").status for _ in range(61)]
    assert statuses == [400] * 60 + [429]


def test_the_glossarys_words_change_no_fact_of_what_is_reviewed(
    as_: Callable[[Person], Browser], alice: Person
) -> None:
    browser = as_(alice)
    term = {"term": "Xデー", "language": "ja", "kind": "forbidden", "plain": "6月10日", "definition": ""}
    browser.post("/glossary/", term)
    page = browser.post("/", FORM | {"text": "提出はXデーの17時までに直せ。"})
    assert "6月10日" in page.text_of("result-text")
    typed = "提出は6月10日の17時までにお願いします。"
    for review in (decided(page), decided(page, final_text=typed)):
        found = measure(browser, review)
        assert found.status == 200
        assert "6月10日" not in found.words
    assert "18" in measure(browser, decided(page, final_text=typed.replace("17", "18"))).words
