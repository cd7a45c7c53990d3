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


def test_a_message_that_begins_so_itself_is_no_chatter(api: Api, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=lambda message: message.replace("確認しろ", "ご確認ください"))
    found = transform(api, alice, "手順書を修正しました。13時までに確認しろ。")
    assert found["tier"] == "primary"
    assert str(found["transformed_text"]).startswith("手順書を修正しました。")
