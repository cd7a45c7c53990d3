"""What answers make of a result, type by type."""

import re
from dataclasses import replace

import pytest

from apps.transform.contracts import Intensity, Question, TransformationType, TransformRequest, TransformResult
from apps.transform.providers.ladder import configured_ladder
from apps.transform.story import answering, pipeline
from tests.transform.answers.answering import answered, applied, given, transformed

BACKGROUND, CLARIFY, REQUIREMENTS = (
    TransformationType.BACKGROUND,
    TransformationType.CLARIFY,
    TransformationType.REQUIREMENTS,
)
APPROVAL = "検証環境にサーバーを1台追加させてください。承認をお願いします。"
VAGUE = "例の件、早めに対応お願いします。"
WISH = "経費の申請をスマホからできるようにしてほしいです。今は紙なので時間がかかっています。"
WISH_EN = "We want staff to submit expenses from their phones. Today it is on paper. Ideally it sends reminders."
EVERY = [
    (BACKGROUND, APPROVAL),
    (BACKGROUND, "Please give Tom read access to the sales reports."),
    (CLARIFY, VAGUE),
    (CLARIFY, "Can someone fix the report soon?"),
    (REQUIREMENTS, WISH),
    (REQUIREMENTS, WISH_EN),
]


def test_background_answers_fill_their_slots_and_only_those() -> None:
    text = answered(transformed(BACKGROUND, APPROVAL), {"q1": "負荷試験のため", "q3": "6月20日まで"}).transformed_text
    assert "■目的：負荷試験のため\n" in text
    assert text.endswith("■期限：6月20日まで")
    assert text.count("【要確認") == 3


def test_a_clarified_phrase_carries_its_answer_in_the_place_of_the_mark() -> None:
    text = answered(transformed(CLARIFY, VAGUE), {"q2": "6月20日17時まで。"}).transformed_text
    assert text == "例の件【要確認：どれのことか】、早めに（6月20日17時まで）対応お願いします。"


def test_an_english_phrase_carries_its_answer_too() -> None:
    text = answered(transformed(CLARIFY, "Can someone fix the report soon?"), {"q1": "Tom", "q2": "by Friday noon"})
    assert text.transformed_text == "Can someone (Tom) fix the report soon (by Friday noon)?"


def test_a_phrase_without_a_mark_is_answered_where_it_stands() -> None:
    result = transformed(CLARIFY, VAGUE, intensity=1)
    assert "早めに対応" in result.transformed_text
    assert "早めに（今週中）対応" in answered(result, {"q2": "今週中"}).transformed_text


def test_a_long_answer_stands_under_the_text() -> None:
    long = "来週月曜の朝いちばんに会議があるので、前日の日曜日の18時までに仕上がっていれば大丈夫です。遅れそうなときは前日までに連絡をください。"
    text = answered(transformed(CLARIFY, VAGUE), {"q2": long}).transformed_text
    assert text.splitlines()[0] == "例の件【要確認：どれのことか】、早めに対応お願いします。"
    assert text.endswith(f"【補足】\n- 「早めに」は、遅くともいつまでに必要でしょうか。 → {long}")


def test_an_answered_question_leaves_the_closing_list_and_the_last_takes_the_heading() -> None:
    result = transformed(CLARIFY, VAGUE, intensity=3)
    first = answered(result, {"q1": "請求書の件"})
    assert "【確認したいこと】\n・「早めに」" in first.transformed_text
    assert "・「例の件」" not in first.transformed_text
    assert "【確認したいこと】" not in answered(first, {"q2": "今週中"}).transformed_text


def test_requirements_enter_their_sections() -> None:
    text = answered(transformed(REQUIREMENTS, WISH), {"q1": "9月末", "q2": "営業部の30人"}).transformed_text
    assert "【期限】\n- 9月末\n" in text
    assert "【制約条件】\n- 使う人：営業部の30人\n" in text
    assert "いつまでに必要ですか" not in text
    assert "【不足している情報】\n- スマホの機種とバージョンは何ですか。" in text


def test_the_last_answer_takes_the_missing_information_away() -> None:
    result = transformed(REQUIREMENTS, WISH)
    done = answered(result, {question.id: "はい" for question in result.questions})
    assert "【不足している情報】" not in done.transformed_text
    assert done.questions == ()


def test_the_score_rises_with_answers_and_says_nothing_of_questions_that_are_gone() -> None:
    result = transformed(REQUIREMENTS, WISH)
    first = answered(result, {"q1": "9月末"})
    last = answered(first, {question.id: "はい" for question in first.questions})
    scores = [int(r.warnings[0].message.split("/")[0].removeprefix("要望の充足度は ")) for r in (result, first, last)]
    assert scores == sorted(set(scores))
    assert "質問" not in last.warnings[0].message


def test_the_score_is_told_in_the_readers_language_before_and_after_an_answer() -> None:
    english = pipeline.run(
        TransformRequest(WISH, REQUIREMENTS, Intensity.MEDIUM, "ja", "en", tier="rules"), ladder=configured_ladder()
    )
    answer = answering.merge(english, given(english, {"q1": "9月末"}), reader_language="en")
    for result in (english, answer):
        assert re.fullmatch(
            r"The request is \d+/100 complete\. Answers to the questions raise it\.", result.warnings[0].message
        )


def test_no_weight_is_claimed_for_an_answer() -> None:
    text = answered(transformed(REQUIREMENTS, WISH_EN, intensity=3), {"q5": "The applicant"}).transformed_text
    assert text.endswith("Additional information:\n- Who is notified, when, and by which channel? The applicant")


def test_other_types_append_before_the_signature() -> None:
    text = "明日までに直せ。\n\n-- \n田中"
    asked = replace(transformed(TransformationType.SOFTEN, text), questions=(Question("q1", "どの画面ですか。", "w"),))
    merged = answered(asked, {"q1": "請求一覧"}).transformed_text
    assert merged.endswith("【補足】\n- どの画面ですか。 → 請求一覧\n\n-- \n田中")


def test_a_second_round_goes_under_the_same_heading() -> None:
    questions = (Question("q1", "どの画面ですか。", "w"), Question("q2", "誰ですか。", "w"))
    asked = replace(transformed(TransformationType.SOFTEN, "明日までに直せ。"), questions=questions)
    text = answered(answered(asked, {"q1": "請求一覧"}), {"q2": "田中さん"}).transformed_text
    assert text.endswith("【補足】\n- どの画面ですか。 → 請求一覧\n- 誰ですか。 → 田中さん")


@pytest.mark.parametrize(("kind", "text"), EVERY)
@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_the_facts_of_answers_are_known(kind: TransformationType, text: str, intensity: int) -> None:
    result = transformed(kind, text, intensity=intensity)
    last = result.questions[-1].id
    merged = answered(result, {last: "3月14日 15:00" if result.language == "ja" else "March 14, 15:00"})
    assert [item for item in merged.facts.items if item.status in ("added", "lost", "changed")] == []
    assert "15:00" in {item.original for item in merged.facts.items}


def test_the_facts_of_earlier_answers_stay_known() -> None:
    result = transformed(BACKGROUND, APPROVAL)
    early = given(result, {"q3": "6月20日まで"})
    first = answering.merge(result, early)
    second = answering.merge(first, given(first, {"q2": "3万円"}), earlier=early)
    assert second.facts.status == "kept"
    assert answering.merge(first, given(first, {"q2": "3万円"})).facts.status == "look"


@pytest.mark.parametrize(("kind", "text"), EVERY)
@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_changes_stay_spans_of_the_original(kind: TransformationType, text: str, intensity: int) -> None:
    result = transformed(kind, text, intensity=intensity)
    for question in result.questions:
        result = answered(result, {question.id: "`x=1` と https://example.com/a 🙂"})
        assert applied(result) == result.transformed_text
        assert "`x=1` と https://example.com/a 🙂" in result.transformed_text
    assert result.questions == ()


@pytest.mark.parametrize(("kind", "text"), EVERY)
def test_every_order_of_answering_gives_the_same_sections(kind: TransformationType, text: str) -> None:
    result = transformed(kind, text)
    ids = [question.id for question in result.questions]
    at_once = answered(result, dict.fromkeys(ids, "1"))
    backwards = _one_by_one(result, ids[::-1])
    assert sorted(at_once.transformed_text.split("\n")) == sorted(backwards.transformed_text.split("\n"))


def _one_by_one(result: TransformResult, ids: list[str]) -> TransformResult:
    for question_id in ids:
        result = answered(result, {question_id: "1"})
    return result


def test_open_questions_keep_their_ids() -> None:
    assert [q.id for q in answered(transformed(BACKGROUND, APPROVAL), {"q2": "遅い"}).questions] == [
        "q1",
        "q3",
    ]


def test_a_slot_that_the_writer_left_is_filled() -> None:
    drafted = transformed(BACKGROUND, APPROVAL).transformed_text
    again = transformed(BACKGROUND, drafted)
    assert "■目的：負荷試験" in answered(again, {"q1": "負荷試験"}).transformed_text
