"""An organization's own model on the page: sentences of a draft while it writes, then the checked result in its place."""

import itertools
import re
from collections.abc import Iterator

import pytest

from tests.browser.conftest import See
from tests.browser.product import Product
from tests.browser.sight import Sight
from tests.models.scripted_server import Script, ScriptedServer

TEXT = "田中さん、取り込みが{}件で止まった。金曜の17時までに直せ。連絡先は sato@example.co.jp だ。設定は変更するな。"
NUMBERS = itertools.count(42)
"""Each message is a new one: what was answered before is answered at once."""
FIRST = "件で止まりました。"
LAST = "設定は変更しないでください。"


def soften(message: str) -> str:
    return (
        message.replace("止まった。", "止まりました。")
        .replace("直せ。", "直していただけますか。")
        .replace("だ。設定は変更するな。", "です。設定は変更しないでください。")
    )


@pytest.fixture
def model(product: Product) -> Iterator[ScriptedServer]:
    """Dora's, which writes a sentence or so a second."""
    product.model.script = Script(writes=soften, piece_s=0.15)
    yield product.model
    product.model.reset()


def send(sight: Sight, text: str = "") -> str:
    """Press the button; the message that was sent."""
    text = text or TEXT.format(next(NUMBERS))
    sight.named("textbox", "Message").fill(text)
    sight.named("button", "Transform").click()
    return text


@pytest.fixture
def dora(see: See) -> Sight:
    """Before the workspace, which shows nothing while she types."""
    sight = see("dora").open("/")
    sight.page.locator("[data-live]").uncheck()
    return sight


def test_a_draft_grows_and_gives_way_to_the_checked_result(dora: Sight, model: ScriptedServer) -> None:
    sent = send(dora)
    draft = dora.page.locator("#draft", has_text=re.compile(f"^田中さん.*{FIRST}"))
    draft.wait_for()
    assert LAST not in (draft.text_content() or "")
    assert dora.named("button", "Copy").count() == 0
    dora.page.wait_for_selector("#result-title:focus")
    assert dora.result() == soften(sent)
    assert (dora.page.locator("#draft").count(), dora.named("button", "Copy").count()) == (0, 1)
    assert "Written by the model" in dora.page.locator("#answer").inner_text()
    assert model.calls == 1


def test_a_model_that_breaks_off_leaves_nothing_of_its_draft(dora: Sight, model: ScriptedServer) -> None:
    model.script = Script(writes=lambda text: "半分だけです。" + soften(text), wire="cut", cut_at=12, piece_s=0.15)
    send(dora)
    dora.page.wait_for_selector("#result-title:focus")
    shown = dora.page.locator("#answer").inner_text()
    assert "半分だけ" not in shown and "Written by rules; no model gave a usable answer." in shown


def test_a_new_message_ends_the_call_for_the_one_before(dora: Sight, model: ScriptedServer) -> None:
    send(dora)
    dora.page.locator("#draft", has_text=FIRST).wait_for()
    model.script = Script(writes=soften)
    send(dora, "明日までに直せ。")
    dora.page.wait_for_selector("#result-title:focus")
    assert dora.result() == "明日までに直していただけますか。"
    assert model.broken_off == 1


def test_what_left_stands_with_what_developers_look_for_and_holds_no_address(
    dora: Sight, model: ScriptedServer
) -> None:
    send(dora)
    dora.page.wait_for_selector("#result-title:focus")
    dora.page.get_by_text("For developers").click()
    dora.named("link", "What was sent to a model").click()
    shown = dora.page.locator("main").inner_text()
    assert "金曜の17時までに直せ。" in shown
    assert "sato@example.co.jp" not in shown
