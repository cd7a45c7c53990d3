"""What a model says to whoever asked for a rewrite is nobody's message: such an answer isn't shown."""

import pytest

from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.scripted_server import Script
from tests.models.test_answers_of_models import transform

REWRITTEN = "お手数ですが、集計の結果をお送りいただけますか。"


@pytest.mark.parametrize(
    "before",
    [
        "はい、書き直しました。以下がその文章です：\n\n",
        "メッセージを書き直しました。\n\n",
        "もちろんです。丁寧に言い換えたものがこちらです。\n\n",
        "承知しました。以下が書き直した文章です。\n\n",
        "修正したもの：\n",
    ],
)
def test_an_answer_that_speaks_of_itself_isnt_shown(api: Api, alice: Person, models: Models, before: str) -> None:
    models.primary.script = Script(writes=lambda _message: before + REWRITTEN)
    models.secondary.script = Script(status=500)
    found = transform(api, alice, "集計の結果を送れ。")
    assert found["tier"] == "rules"
    assert before.strip() not in str(found["transformed_text"])


@pytest.mark.parametrize(
    "behind",
    [
        "\n\n以上のように書き直しました。",
        "\n\n以上の文面でよろしいでしょうか？",
        "\n\nご希望であれば、もう少し丁寧な表現にもできます。",
        "\n\nLet me know if you would like a softer version.",
        "\n\nHere you go!",
        "\n\nWould you like me to make it shorter?",
    ],
)
def test_an_answer_that_ends_with_talk_about_itself_isnt_shown(
    api: Api, alice: Person, models: Models, behind: str
) -> None:
    models.primary.script = Script(writes=lambda _message: REWRITTEN + behind)
    models.secondary.script = Script(status=500)
    assert transform(api, alice, "集計の結果を送れ。")["tier"] == "rules"


def test_an_offer_of_the_message_itself_is_no_chatter(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=lambda _message: "Let me know if you would like me to send the file today.")
    found = transform(api, alice, "want me to send the file today? lmk")
    assert found["tier"] == "primary"


def test_a_message_that_begins_so_itself_is_no_chatter(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=lambda message: message.replace("確認しろ", "ご確認ください"))
    found = transform(api, alice, "手順書を修正しました。13時までに確認しろ。")
    assert found["tier"] == "primary"
    assert str(found["transformed_text"]).startswith("手順書を修正しました。")
