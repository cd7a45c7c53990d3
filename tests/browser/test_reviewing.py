"""Changes taken and left on the page: the text is what the API says of the same subset."""

import json
from random import Random

import pytest

from apps.transform.web.samples import samples
from tests.browser.conftest import See
from tests.browser.people import MESSAGES
from tests.browser.sight import Sight

TEXTS = (*MESSAGES, "𠮷野さん、👩‍👩‍👧の件は無理です。\n\n明日までに直せ。`rm -rf`は勝手に使わないでください。")


def spans(sight: Sight) -> dict[str, object]:
    """What the server told the script: the original and every change in code points."""
    found: dict[str, object] = json.loads(sight.page.locator("#spans").text_content() or "")
    return found


def merged(sight: Sight, taken: set[str]) -> str:
    """The original with those changes, put together here: Python counts code points as the API does."""
    told = spans(sight)
    original, text, at = str(told["original"]), "", 0
    changes = told["changes"]
    assert isinstance(changes, list)
    for change in changes:
        replaced = change["replacement"] if change["id"] in taken else original[change["start"] : change["end"]]
        text += original[at : change["start"]] + replaced
        at = change["end"]
    return text + original[at:]


def items(sight: Sight) -> list[str]:
    """The list's items: the ids of the changes that each of them takes or leaves."""
    return [str(each.get_attribute("data-change")) for each in sight.page.locator("li[data-change]").all()]


def ids(sight: Sight) -> list[str]:
    return [each for item in items(sight) for each in item.split()]


@pytest.mark.parametrize("text", TEXTS)
def test_rejecting_all_gives_the_message_back_and_accepting_all_the_result(see: See, text: str) -> None:
    alice = see("alice").open("/").transform(text)
    whole = alice.result()
    alice.named("button", "Reject all").click()
    assert alice.result() == text
    alice.named("button", "Accept all").click()
    assert alice.result() == whole == merged(alice, set(ids(alice)))


@pytest.mark.parametrize("text", TEXTS)
def test_any_subset_reads_as_the_api_has_it(see: See, text: str) -> None:
    alice, dice = see("alice").open("/").transform(text), Random(17)  # noqa: S311 - dice that protect nothing
    for _ in range(6):
        taken = {each for each in items(alice) if dice.random() < 0.5}
        for each in items(alice):
            name = "Accept" if each in taken else "Reject"
            alice.page.locator(f"[data-change='{each}']").get_by_role("button", name=name, exact=True).click()
        assert alice.result() == merged(alice, {each for item in taken for each in item.split()})
        assert alice.page.locator("[data-tally]").inner_text() == f"{len(taken)} of {len(items(alice))} changes used"


def test_a_question_mark_stands_and_falls_with_the_question(see: See) -> None:
    visitor, message = see().open("/"), str(samples("en")[0].text)
    visitor.page.locator("[name=intensity][value='3']").check()
    visitor.transform(message)
    question = visitor.page.locator(".change", has_text="Could you please decide")
    assert "comes first? Details" in visitor.result()
    question.get_by_role("button", name="Reject", exact=True).click()
    assert "Decide today which one comes first. Details" in visitor.result()
    question.get_by_role("button", name="Accept", exact=True).click()
    assert "comes first? Details" in visitor.result()
    assert len(items(visitor)) == len(ids(visitor)) - 1


ASK_THE_API = """async (text) => {
  const token = document.cookie.match(/csrftoken=([^;]*)/)[1];
  const headers = {"Content-Type": "application/json", "X-CSRFToken": token, "Accept-Language": "en"};
  const body = JSON.stringify({text, transformation_type: "soften", store: false});
  return (await fetch("/api/v1/transform", {method: "POST", headers, body})).json();
}"""


def test_the_changes_on_the_page_are_those_of_the_api(see: See) -> None:
    alice = see("alice").open("/").transform(MESSAGES[0])
    answer = alice.page.evaluate(ASK_THE_API, MESSAGES[0])
    names = ("id", "start", "end", "replacement")
    told = [{name: each[name] for name in names} | {"reason": each["reason"]["code"]} for each in answer["changes"]]
    assert (spans(alice)["original"], spans(alice)["changes"]) == (answer["original_text"], told)
    assert alice.result() == answer["transformed_text"]


def test_undo_takes_back_one_step_after_another(see: See) -> None:
    alice = see("alice").open("/").transform(MESSAGES[0])
    seen = [alice.result()]
    alice.named("button", "Reject").first.click()
    seen.append(alice.result())
    alice.named("button", "Reject all").click()
    assert len({*seen, alice.result()}) == 3
    for before in reversed(seen):
        alice.named("button", "Undo").click()
        assert alice.result() == before


def test_a_refusal_of_answers_leaves_what_was_decided(see: See) -> None:
    visitor = see().open("/").transform("なるべく早く、あれをいい感じに直せ。", kind="clarify")
    for _ in range(2):  # three are all that a minute has without an account
        with visitor.page.expect_response(Sight.is_kept):
            visitor.named("button", "Transform").click()
        visitor.page.wait_for_selector("#result-title:focus")
    visitor.named("button", "Reject").first.click()
    decided = visitor.result()
    visitor.page.locator("[name^=answer-]").first.fill("検索画面")
    visitor.named("button", "Add answers").click()
    visitor.page.wait_for_selector("[data-refusal]")
    assert visitor.result() == decided
    assert visitor.page.locator("[name^=answer-]").first.input_value() == "検索画面"


def test_an_edited_text_is_what_is_copied_and_one_undo_leads_back(see: See) -> None:
    alice = see("alice").open("/").transform(MESSAGES[0])
    before = alice.result()
    alice.named("button", "Edit").click()
    alice.page.keyboard.press("Control+End")
    alice.page.keyboard.type("よろしくお願いします。")
    alice.named("button", "Copy").click()
    alice.page.wait_for_selector("[data-name='Copy']")
    assert alice.copied() == f"{before}よろしくお願いします。"
    alice.named("button", "Back to the changes").click()
    assert alice.result() == before


def test_copying_notes_in_history_what_was_used(see: See) -> None:
    alice = see("alice").open("/").transform("この資料は至急直してください。無理なら言ってください。")
    alice.named("button", "Reject").first.click()
    alice.named("button", "Copy").click()
    alice.page.get_by_text("Your choice has been saved in history.").wait_for()
    sent = alice.result()
    alice.page.get_by_role("link", name="Open in history").click()
    alice.page.get_by_text("Used with edits").wait_for()  # the link leads to another page
    assert alice.page.locator("[name=final_text]").text_content() in {sent, alice.result()}
    assert alice.page.get_by_text("Your feedback has been saved").count() == 0, "it was said where it was saved"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Copy as Markdown", "**日程・期限**"),
        ("Copy for Slack", "*日程・期限*"),
    ],
)
def test_a_result_is_copied_in_the_marks_of_where_it_goes(see: See, name: str, expected: str) -> None:
    alice = (
        see("alice")
        .open("/")
        .transform(
            "今は請求書の不具合（#482）で手一杯です。検索画面の修正は明日の17時までに行います。", kind="structure"
        )
    )
    alice.page.locator("summary[aria-label='Copy in another format']").click()
    alice.named("button", name).click()
    alice.page.wait_for_selector("[data-menu]:not([open])")
    assert expected in alice.copied()


def test_pointing_at_a_fact_shows_where_it_stands(see: See) -> None:
    alice = see("alice").open("/").transform(MESSAGES[0])
    alice.page.locator("[data-fact]", has_text="17時").first.hover()
    shown = "[...CSS.highlights.get('fact')].map((range) => range.toString())"
    assert set(alice.page.evaluate(shown)) == {"17時"}


def test_a_result_while_typing_is_kept_nowhere(see: See) -> None:
    charlie = see("charlie").open("/")
    charlie.named("textbox", "Message").press_sequentially("明日までに直せ。")
    charlie.page.wait_for_selector("#result-text")
    assert charlie.page.get_by_role("link", name="Open in history").count() == 0
    assert "明日まで" not in charlie.open("/history/").page.locator("main").inner_text()


def test_questions_are_answered_in_place(see: See) -> None:
    alice = see("alice").open("/").transform("新しい集計画面が欲しいです。今月中にお願いします。", kind="requirements")
    questions = alice.named("list", "Questions")
    questions.get_by_role("textbox").first.fill("営業部の12人が使います。")
    alice.named("button", "Add answers").click()
    alice.page.locator("#result-text", has_text="12人").wait_for()
