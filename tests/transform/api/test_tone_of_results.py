"""The tone of a result is that of its writer's words: what the product puts around them has none."""

from itertools import product

import pytest

from apps.transform.contracts import TransformationType
from tests.cast import Person
from tests.front_door import Api

MESSAGES = (
    "この見積もりは無理です。明日17時までに3件とも直してください。",
    "なるべく早く、あれをいい感じに直してください。",
    "お世話になっております。サーバーを2台増やしたいので、ご承認をお願いいたします。費用は30万円です。",
    "Please make the dashboard nicer as soon as possible.",
    "The payment API went down at 23:00. The cause was the connection limit. 1,200 orders failed. We will report by Friday.",
    "Could you please approve two more servers? They cost 3000 dollars.",
    "We would like a new report screen. Please finish it this month.",
)
ARRANGING = sorted(set(TransformationType) - {TransformationType.SOFTEN, TransformationType.SUMMARIZE})
"""Those that leave the writer's wording alone."""


@pytest.mark.parametrize("kind", ARRANGING)
def test_headings_slots_and_questions_make_no_message_harsher(api: Api, alice: Person, kind: str) -> None:
    door, harsher = api(alice), []
    for text, intensity in product(MESSAGES, (1, 2, 3)):
        body = {"text": text, "transformation_type": kind, "intensity": intensity}
        scores = door.post("/api/v1/transform", json=body).json()["scores"]
        if scores["after"]["harshness"] > scores["before"]["harshness"]:
            harsher.append((text, intensity, scores))
    assert harsher == []


@pytest.mark.parametrize("kind", ["clarify", "background", "requirements"])
def test_an_answered_question_has_no_tone_either(api: Api, alice: Person, kind: str) -> None:
    body = {"text": MESSAGES[1], "transformation_type": kind, "intensity": 3}
    found = api(alice).post("/api/v1/transform", json=body).json()
    given = {"answers": [{"question_id": found["questions"][0]["id"], "text": "検索画面の並び順です。"}]}
    answered = api(alice).post(f"/api/v1/transform/{found['id']}/answers", json=given).json()
    assert "検索画面の並び順です" in answered["transformed_text"]
    assert answered["scores"]["after"]["harshness"] <= found["scores"]["before"]["harshness"]


def test_two_texts_are_compared_without_the_slots_of_the_second(api: Api, alice: Person) -> None:
    rewritten = MESSAGES[1].replace("あれ", "あれ【要確認：何のことか】").replace("早く", "早く【要確認：いつまでか】")
    body = {"original": MESSAGES[1], "rewritten": rewritten}
    found = api(alice).post("/api/v1/analyze/compare", json=body).json()
    assert found["after"] == found["before"]


def test_an_insult_has_its_tone_in_a_heading_too(api: Api, alice: Person) -> None:
    body = {"original": "明日までに直せ。", "rewritten": "【この無能が】\n\n明日までに直せ。"}
    found = api(alice).post("/api/v1/analyze/compare", json=body).json()
    assert found["after"]["harshness"] > found["before"]["harshness"]
