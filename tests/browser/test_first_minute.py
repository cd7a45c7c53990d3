"""Somebody new: from opening the page to a copied result."""

import time

import pytest

from tests.browser.conftest import See
from tests.browser.sight import WORDS

MINUTE_S = 60


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_new_visitor_copies_a_result_with_three_actions(see: See, language: str) -> None:
    began, words = time.monotonic(), WORDS[language]
    visitor = see(language=language).open("/")
    visitor.page.locator("[data-name=angry]").click()
    visitor.named("button", words["transform"]).click()
    region = visitor.named("region", words["result"])
    region.get_by_role("button", name=words["copy"], exact=True).click()
    visitor.page.wait_for_selector("[data-copy][data-name]")
    assert "https://wiki.example.com/482" in visitor.copied()
    assert visitor.copied() == visitor.result() != visitor.named("textbox", words["message"]).input_value()
    assert time.monotonic() - began < MINUTE_S


def test_an_error_says_what_to_do_and_keeps_what_was_typed(see: See) -> None:
    visitor = see().open("/")
    visitor.named("textbox", "Message").fill("あ" * 501)
    visitor.named("button", "Transform").click()
    alert = visitor.page.get_by_role("alert")
    assert "Shorten this by 1 character" in alert.inner_text()
    assert visitor.named("textbox", "Message").input_value() == "あ" * 501


def test_the_main_job_is_done_without_scripts(see: See) -> None:
    visitor = see(scripts=False).open("/?sample=ja")
    visitor.named("button", "Transform").click()
    assert "お手数ですが" in visitor.named("region", "Result").inner_text()
    assert visitor.page.get_by_role("button", name="Accept", exact=True).count() == 0


def test_three_strengths_are_compared_and_one_taken_without_scripts(see: See) -> None:
    visitor = see(scripts=False).open("/?sample=ja")
    visitor.named("button", "Compare all three strengths").click()
    strong = visitor.page.locator("#strength-text-3").inner_text()
    visitor.page.locator("[data-strength][value='3']").click()
    assert visitor.page.locator("#result-text").inner_text() == strong
    assert visitor.page.locator("[name=intensity][value='3']").is_checked()


@pytest.mark.parametrize("width", [320, 390, 1280, 3840])
@pytest.mark.parametrize("path", ["/", "/read/", "/sign-in/", "/sign-up/"])
def test_nothing_is_wider_than_the_window(see: See, width: int, path: str) -> None:
    visitor = see(width=width).open(path)
    if path == "/":
        visitor.page.locator("[data-name=angry]" if path == "/" else "[data-sample][lang=en]").click()
        visitor.named("button", "Transform").click()
        visitor.page.wait_for_selector("#result-text")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
