"""What one sees without scrolling, and that nothing moves or stands twice."""

import json
import re

import pytest

from tests.browser.conftest import See
from tests.browser.people import MESSAGES
from tests.browser.sight import WORDS, Sight

REPORT = "今は請求書の不具合（#482）で手一杯です。検索画面の修正は明日の17時までに行います。"
ENGLISH_REPORT = (
    "The payment API went down at 23:10. The cause was the connection limit. We will report by Friday 17:00."
)


@pytest.mark.parametrize("who", ["", "alice"])
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 768), (375, 667)])
def test_the_button_is_seen_without_scrolling(see: See, who: str, language: str, width: int, height: int) -> None:
    sight = see(who, language=language, width=width)
    sight.page.set_viewport_size({"width": width, "height": height})
    sight.open("/")
    for filled in ("", MESSAGES[0]):
        sight.named("textbox", WORDS[language]["message"]).fill(filled)
        box = sight.named("button", WORDS[language]["transform"]).bounding_box()
        assert box and box["y"] + box["height"] <= height


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_header_is_one_line_at_1024(see: See, language: str) -> None:
    alice = see("alice", language=language, width=1024).open("/")
    box = alice.page.locator(".site-header").bounding_box()
    assert box and box["height"] < 80


PLACES = """() => JSON.stringify([...document.querySelectorAll(".card__tools > *, .split > *, .card")].map((each) => {
  const { x, width, height } = each.getBoundingClientRect();
  return [x, width, height];
}))"""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_copied_moves_nothing(see: See, language: str) -> None:
    visitor = see(language=language).open("/")
    visitor.page.locator("[data-name=angry]").click()
    visitor.named("button", WORDS[language]["transform"]).click()
    visitor.page.wait_for_selector("#result-title:focus")
    before = visitor.page.evaluate(PLACES)
    visitor.named("button", WORDS[language]["copy"]).click()
    visitor.page.wait_for_selector("[data-copy][data-name]")
    assert visitor.page.locator("[data-copy][data-name]").inner_text() in ("Copied", "コピーしました")
    assert visitor.page.evaluate(PLACES) == before


def visible_texts(sight: Sight) -> list[str]:
    return [each for each in sight.page.locator("#answer .text:visible").all_inner_texts() if each.strip()]


@pytest.mark.parametrize(("text", "kind"), [(MESSAGES[0], "soften"), (REPORT, "structure")])
def test_no_text_is_shown_twice(see: See, text: str, kind: str) -> None:
    visitor = see().open("/").transform(text, kind=kind)
    assert visible_texts(visitor) == [visitor.page.locator("#result-text").inner_text()]


def test_the_result_is_shown_with_its_changes_marked_in_its_place(see: See) -> None:
    visitor = see().open("/").transform(MESSAGES[0])
    visitor.page.get_by_label("With changes marked").check()
    assert len(visible_texts(visitor)) == 1
    assert visitor.page.locator("#marked del").first.is_visible()
    assert not visitor.page.locator("#result-text").is_visible()


COPIED = """async () => {
  const [item] = await navigator.clipboard.read();
  const parts = item.types.map(async (type) => [type, await (await item.getType(type)).text()]);
  return JSON.stringify(Object.fromEntries(await Promise.all(parts)));
}"""


def copied(sight: Sight) -> dict[str, str]:
    """Every form of what was copied."""
    found: dict[str, str] = json.loads(sight.page.evaluate(COPIED))
    return found


def test_a_result_is_rendered_and_copied_as_rich_text_and_plain(see: See) -> None:
    visitor = see().open("/").transform(ENGLISH_REPORT, kind="structure")
    assert "**" in visitor.result(), "the text as the API has it"
    assert "**" not in visitor.page.locator("#result-text").inner_text()
    assert visitor.page.locator("#result-text strong").count() > 1
    visitor.named("button", "Copy").click()
    visitor.page.wait_for_selector("[data-name='Copy']")
    forms = copied(visitor)
    assert "**" not in forms["text/plain"] and "Cause" in forms["text/plain"]
    assert "<strong>Cause</strong>" in forms["text/html"] and "<li>" in forms["text/html"]


def test_lists_are_copied_as_lists_without_their_marks(see: See) -> None:
    visitor = see().open("/").transform(MESSAGES[0])
    visitor.named("button", "Edit").click()
    visitor.named("textbox", "Edit the result").fill("• 一\n・二\n- 三\n3. 四\n4) 五\n**六*\n**七**\n終")
    visitor.named("button", "Copy").click()
    visitor.page.wait_for_selector("[data-name='Copy']")
    shown = re.sub(r"</?(html|body|meta|!--)[^>]*>|<!--.*?-->", "", copied(visitor)["text/html"])
    lists = "<ul><li>一</li><li>二</li><li>三</li></ul>" + '<ol start="3"><li>四</li><li>五</li></ol>'
    assert f"{lists}**六*<br><strong>七</strong><br>終<br>" in shown


def test_a_rendered_result_stays_so_after_a_decision(see: See) -> None:
    visitor = see().open("/").transform(ENGLISH_REPORT, kind="structure")
    markup = "document.querySelector('#result-text').innerHTML"
    before = visitor.page.evaluate(markup)
    visitor.named("button", "Reject all").click()
    assert visitor.result() == ENGLISH_REPORT
    visitor.named("button", "Accept all").click()
    assert visitor.page.evaluate(markup) == before


@pytest.mark.parametrize(
    ("name", "has", "lacks"),
    [
        ("Copy as plain text", "Cause", "*"),
        ("Copy as Markdown", "**Cause**", "\\"),
        ("Copy for Slack", "*Cause*", "**"),
    ],
)
def test_a_bold_result_is_copied_in_another_form(see: See, name: str, has: str, lacks: str) -> None:
    visitor = see().open("/").transform(ENGLISH_REPORT, kind="structure")
    visitor.page.locator("summary[aria-label='Copy in another format']").click()
    visitor.named("button", name).click()
    visitor.page.wait_for_selector("[data-menu]:not([open])")
    assert has in visitor.copied()
    assert lacks not in visitor.copied()


def test_markup_in_a_message_is_copied_as_words(see: See) -> None:
    visitor = see().open("/").transform("この<img src=x onerror=alert(1)>の見積もりは無理です。")
    visitor.named("button", "Copy").click()
    visitor.page.wait_for_selector("[data-name='Copy']")
    assert "<img" not in copied(visitor)["text/html"]
    assert "<img src=x" in copied(visitor)["text/plain"]


def test_what_developers_look_for_stands_in_one_place(see: See) -> None:
    charlie = see("charlie").open("/").transform(MESSAGES[0])
    place = charlie.page.locator("details", has=charlie.page.get_by_text("For developers"))
    assert not place.get_by_text("Request ID").is_visible()
    place.locator("summary").click()
    assert place.get_by_text("Request ID").is_visible()
    assert place.get_by_role("link").all_inner_texts() == ["JSON", "What was sent to a model"]
    assert charlie.page.locator("#answer").get_by_role("link", name="What was sent to a model").count() == 1


LISTS = ["/team/", "/api-keys/", "/security/", "/security/sessions/", "/audit/", "/glossary/"]
OUT_OF_SIGHT = """() => [...document.querySelectorAll("main table :is(td, tbody th, button, a, select)")]
  .filter((each) => each.getClientRects().length && each.getBoundingClientRect().right > innerWidth)
  .map((each) => each.outerHTML.slice(0, 80))"""
UNNAMED = """() => [...document.querySelectorAll("main table td:not(.table__tools)")]
  .filter((each) => each.innerText.trim() && ["none", '""', ""].includes(getComputedStyle(each, "::before").content))
  .map((each) => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", LISTS)
def test_on_a_phone_every_cell_of_a_list_is_seen_with_the_name_of_its_column(
    see: See, language: str, path: str
) -> None:
    alice = see("alice", language=language, width=360).open("/api-keys/")
    if not alice.page.locator("main table").count():
        alice.page.fill("main [name=name]", "nightly report")
        alice.page.locator("main form .button--main").last.click()
        alice.page.wait_for_selector("#secret")
    alice.open(path)
    assert alice.page.locator("main table").count() > 0
    assert alice.page.evaluate(OUT_OF_SIGHT) == []
    assert alice.page.evaluate(UNNAMED) == []
