"""Requirements sorts a wish into its parts, asks for what is missing, and makes nothing harder than it was."""

import pytest

from apps.transform.contracts import Draft, TransformationType
from tests.transform.types.writing import applied, drafted

WISH_JA = (
    "在庫表なんですけど、今は手入力で間違いが多くて困っています。バーコードで登録できるようにして、できれば写真も。"
    "履歴は必ず残してください。アルバイトを除いてください。11月の棚卸しまでには使いたいです。予算は80万円以内です。"
)
WISH_EN = (
    "We currently type stock by hand and make mistakes. We need barcode scanning, and it would be nice to add photos. "
    "Let store managers correct entries, but not part-timers. Ideally before the November 5 count. Budget is $4,000 at most."
)


def sorted_out(text: str, intensity: int = 2) -> str:
    return applied(drafted(TransformationType.REQUIREMENTS, text, intensity=intensity), text)


def section(text: str, heading: str) -> str:
    """The lines under a heading."""
    for block in text.split("\n\n"):
        first, _, lines = block.partition("\n")
        if first.strip("【】*") == heading:
            return lines
    return ""


def test_the_four_parts_are_always_there() -> None:
    for heading in ("背景", "要望", "制約条件", "期限"):
        assert f"【{heading}】" in sorted_out(WISH_JA)
    for heading in ("Background", "Requests", "Constraints", "Timeline"):
        assert f"**{heading}**" in sorted_out(WISH_EN)


def test_a_wish_stays_a_wish_and_a_must_a_must() -> None:
    requests = section(sorted_out(WISH_JA), "要望").split("\n")
    assert "- 必須：バーコードで登録できるようにする" in requests
    assert "- 任意：できれば写真も" in requests
    assert "- 必須：履歴は必ず残してください" in requests


def test_an_exclusion_becomes_a_constraint() -> None:
    assert "アルバイト" in section(sorted_out(WISH_JA), "制約条件")
    assert "- Not included: part-timers" in section(sorted_out(WISH_EN), "Constraints")


def test_a_hoped_for_date_is_not_a_deadline() -> None:
    timeline = section(sorted_out(WISH_EN), "Timeline")
    assert "Ideally before the November 5 count (a wish)" in timeline


def test_a_month_without_a_day_is_asked_for() -> None:
    questions = drafted(TransformationType.REQUIREMENTS, WISH_JA).questions
    assert any("11月の棚卸し" in q.text for q in questions)


@pytest.mark.parametrize("text", [WISH_JA, WISH_EN])
def test_at_most_six_questions_are_asked_and_each_says_why(text: str) -> None:
    questions = drafted(TransformationType.REQUIREMENTS, text).questions
    assert 0 < len(questions) <= 6
    assert all(question.why for question in questions)
    assert [question.id for question in questions] == [f"q{n}" for n in range(1, len(questions) + 1)]


def test_two_wishes_that_clash_are_told() -> None:
    text = "費用をかけずに、新しい端末を入れたいです。シンプルにして、すべての項目を表示してください。"
    clashes = section(sorted_out(text), "矛盾の可能性").split("\n")
    assert len(clashes) == 2


def test_a_whole_request_scores_higher_than_a_bare_one() -> None:
    def score(text: str) -> int:
        (note,) = drafted(TransformationType.REQUIREMENTS, text).cautions
        return int(note.message.split("/")[0].split("は")[-1])

    assert score(WISH_JA) > score("とにかく使いやすくしてください。")


def test_the_strongest_intensity_gives_each_weight_its_heading() -> None:
    assert "【要望（必須）】" in sorted_out(WISH_JA, 3)
    assert "【要望（任意）】" in sorted_out(WISH_JA, 3)


@pytest.mark.parametrize("text", [WISH_JA, WISH_EN])
def test_a_second_pass_changes_nothing(text: str) -> None:
    once = sorted_out(text)
    assert sorted_out(once) == once


def test_an_empty_request_is_left_alone() -> None:
    assert drafted(TransformationType.REQUIREMENTS, "お疲れ様です。") == Draft()
