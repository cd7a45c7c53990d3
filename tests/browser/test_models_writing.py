"""An organization's own model on the page: sentences of a draft while it writes, then the checked result in its place."""

import re
from collections.abc import Iterator

import pytest

from tests.browser.conftest import See
from tests.browser.product import Product
from tests.browser.sight import Sight
from tests.models.scripted_server import Script, ScriptedServer

TEXT = "田中さん、取り込みが42件で止まった。金曜の17時までに直せ。連絡先は sato@example.co.jp だ。設定は変更するな。"
FIRST = "田中さん、取り込みが42件で止まりました。"
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


def send(sight: Sight) -> Sight:
    sight.open("/")
    sight.page.locator("[data-live]").uncheck()
    sight.named("textbox", "Message").fill(TEXT)
    sight.named("button", "Transform").click()
    return sight


def test_a_draft_grows_and_gives_way_to_the_checked_result(see: See, model: ScriptedServer) -> None:
    dora = send(see("dora"))
    draft = dora.page.locator("#draft", has_text=re.compile(f"^{FIRST}"))
    draft.wait_for()
    assert LAST not in (draft.text_content() or "")
    assert dora.named("button", "Copy").count() == 0
    dora.page.wait_for_selector("#result-title:focus")
    assert dora.result() == soften(TEXT)
    assert (dora.page.locator("#draft").count(), dora.named("button", "Copy").count()) == (0, 1)
    assert dora.page.get_by_text("Written by the model").count() == 1
    assert model.calls == 1


def test_a_model_that_breaks_off_leaves_nothing_of_its_draft(see: See, model: ScriptedServer) -> None:
    model.script = Script(writes=lambda text: "半分だけです。" + soften(text), wire="cut", cut_at=12, piece_s=0.15)
    dora = send(see("dora"))
    dora.page.wait_for_selector("#result-title:focus")
    assert "半分だけ" not in dora.page.locator("#answer").inner_text()
    assert dora.page.get_by_text("Written by rules").count() == 1


def test_a_new_message_ends_the_call_for_the_one_before(see: See, model: ScriptedServer) -> None:
    dora = send(see("dora"))
    dora.page.locator("#draft", has_text=FIRST).wait_for()
    model.script = Script(writes=soften)
    dora.named("textbox", "Message").fill("明日までに直せ。")
    dora.named("button", "Transform").click()
    dora.page.wait_for_selector("#result-title:focus")
    assert dora.result() == "明日までに直していただけますか。"
    assert model.broken_off == 1


def test_what_left_is_one_click_away_and_holds_no_address(see: See, model: ScriptedServer) -> None:
    dora = send(see("dora"))
    dora.page.wait_for_selector("#result-title:focus")
    dora.named("link", "What left this machine").click()
    shown = dora.page.locator("main").inner_text()
    assert "金曜の17時までに直せ。" in shown
    assert "sato@example.co.jp" not in shown
