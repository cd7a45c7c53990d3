"""A message and its result outlive the page they were written on, in this tab and for this person alone."""

import pytest

from tests.browser.conftest import See
from tests.browser.product import Product
from tests.browser.sight import WORDS, Sight

ROUGH = "この見積もりは無理です。明日17時までに3件とも直してください。"
STORED = "Object.keys(sessionStorage).filter((name) => name.startsWith('tonebridge-draft'))"


def typed(sight: Sight) -> str:
    return sight.page.locator("#message-form [name=text]").input_value()


def counted(sight: Sight) -> str:
    return sight.page.locator("[data-counter]").inner_text()


def await_result(sight: Sight) -> str:
    sight.page.wait_for_selector("#result-text")
    return sight.result()


def second_tab(sight: Sight) -> Sight:
    """Another tab of the same browser."""
    return Sight(sight.page.context.new_page(), None)


def sign_out(sight: Sight) -> None:
    sight.page.locator("details.menu summary").first.click()
    sight.page.locator("form[action='/sign-out/'] button").first.click()
    sight.page.get_by_text("You've been signed out.").wait_for()


@pytest.mark.parametrize("who", ["", "alice"])
def test_another_language_keeps_the_message_and_tells_its_result_anew(see: See, who: str) -> None:
    somebody = see(who).open("/").transform(ROUGH)
    result = somebody.result()
    for _ in range(3):  # a visitor has three tries a minute
        for language, name in (("ja", "日本語"), ("en", "English")):
            somebody.named("button", name).click()
            somebody.page.wait_for_selector(f"html[lang={language}]")
            assert (await_result(somebody), typed(somebody)) == (result, ROUGH)
            somebody.named("region", WORDS[language]["result"]).wait_for()


def test_back_brings_message_choices_and_result(see: See) -> None:
    alice = see("alice").open("/")
    alice.page.get_by_text("Who's writing to whom?").click()
    alice.named("textbox", "Who will read it?").fill("customer")
    alice.page.locator("[name=intensity][value='3']").check()
    alice.transform(ROUGH)
    alice.page.get_by_role("button", name="Reject", exact=True).first.click()
    left = alice.result()
    alice.open("/history/").page.go_back()
    assert await_result(alice) == left
    assert (typed(alice), counted(alice)) == (ROUGH, f"{len(ROUGH)} of 10,000")
    assert alice.named("textbox", "Who will read it?").input_value() == "customer"
    assert alice.page.locator("[name=intensity][value='3']").is_checked()


def test_a_text_that_was_edited_by_hand_is_there_again(see: See) -> None:
    alice = see("alice").open("/").transform(ROUGH)
    alice.named("button", "Edit").click()
    alice.named("textbox", "Edit the result").fill("手で直しました。")
    alice.open("/").page.wait_for_selector("[data-editor]:visible")
    assert alice.result() == alice.named("textbox", "Edit the result").input_value() == "手で直しました。"


def test_answers_that_a_visitor_gave_stand_in_the_result_that_comes_back(see: See) -> None:
    visitor = see().open("/").transform("いい感じに対応お願いします。", "clarify")
    box = visitor.page.locator("[data-answers] textarea").first
    box.fill("12月3日")
    visitor.named("button", "Add answers").click()
    visitor.page.locator("#result-text", has_text="12月3日").wait_for()
    answered = visitor.result()
    visitor.open("/read/").page.go_back()
    assert await_result(visitor) == answered


def test_a_reading_comes_back_too(see: See) -> None:
    visitor = see().open("/read/?sample=en")
    visitor.page.locator(".composer .button--main").click()
    visitor.page.wait_for_selector("#summary")
    said = visitor.page.locator("#summary").inner_text()
    visitor.open("/").page.go_back()
    visitor.page.wait_for_selector("#summary")
    assert visitor.page.locator("#summary").inner_text() == said


def test_signing_in_takes_message_and_result_along(see: See, product: Product) -> None:
    visitor = see().open("/").transform(ROUGH)
    result = visitor.result()
    visitor.named("link", "Sign in").click()
    visitor.sign_in(product.people["alice"])
    assert (await_result(visitor), typed(visitor)) == (result, ROUGH)


def test_a_tab_goes_on_after_another_has_signed_in(see: See, product: Product) -> None:
    visitor = see().open("/")
    second_tab(visitor).open("/sign-in/").sign_in(product.people["alice"])
    visitor.transform(ROUGH)
    assert typed(visitor) == ROUGH != visitor.result()


def test_each_tab_has_its_own_message(see: See) -> None:
    alice = see("alice").open("/")
    other = second_tab(alice).open("/")
    alice.named("textbox", "Message").fill("一つ目")
    other.named("textbox", "Message").fill("二つ目")
    assert (typed(alice.open("/")), typed(other.open("/"))) == ("一つ目", "二つ目")


def test_signing_out_leaves_no_message_on_any_tab(see: See, product: Product) -> None:
    alice = see().open("/sign-in/").sign_in(product.people["alice"])
    other = second_tab(alice).open("/").transform(ROUGH)
    alice.open("/").transform(ROUGH)
    sign_out(alice)
    for tab in (alice, other):
        tab.page.wait_for_selector("nav a[href^='/sign-in/']")
        assert (typed(tab), tab.page.locator("#result-text").count()) == ("", 0)
        assert tab.page.evaluate(STORED) == []
    alice.page.go_back()
    alice.page.wait_for_selector("nav a[href^='/sign-in/']")
    assert (typed(alice), alice.page.locator("#result-text").count()) == ("", 0)


def test_whoever_comes_after_a_session_has_ended_sees_nothing_of_it(see: See, product: Product) -> None:
    alice = see().open("/sign-in/").sign_in(product.people["alice"])
    alice.open("/").transform(ROUGH)
    alice.page.context.clear_cookies()
    alice.open("/sign-in/").sign_in(product.people["dora"])
    assert (typed(alice), alice.page.evaluate(STORED)) == ("", [])


def test_who_was_signed_out_meanwhile_is_told_and_goes_on_after_signing_in(see: See, product: Product) -> None:
    alice = see().open("/sign-in/").sign_in(product.people["alice"])
    alice.open("/").page.locator("[data-live]").uncheck()
    alice.named("textbox", "Message").fill(ROUGH)
    alice.page.context.clear_cookies(name="sessionid")
    alice.named("button", "Transform").click()
    alert = alice.page.get_by_role("alert")
    alert.get_by_text("You've been signed out.").wait_for()
    alert.get_by_role("link", name="Sign in").click()
    alice.sign_in(product.people["alice"])
    assert typed(alice) == ROUGH


@pytest.mark.parametrize("path", ["/", "/read/", "/history/"])
def test_another_tab_says_that_somebody_was_signed_out(see: See, product: Product, path: str) -> None:
    alice = see().open("/sign-in/").sign_in(product.people["alice"])
    other = second_tab(alice).open(path)
    visitors = see().open("/")
    sign_out(alice)
    notice = other.page.get_by_role("status").get_by_text("You've been signed out. Sign in to continue.")
    notice.wait_for()
    assert other.page.locator("main").get_by_role("link", name="Sign in").count() == (1 if path != "/history/" else 0)
    other.page.reload()
    assert notice.count() == 0
    assert visitors.page.get_by_text("You've been signed out").count() == 0
