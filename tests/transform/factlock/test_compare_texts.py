"""Two texts side by side."""

from apps.transform.actions.compare_texts import compare_texts
from apps.transform.contracts import TransformationType

RUDE = "なんで17時までに出してないの。すぐ出して。"
KIND = "午後5時までにご提出がなかった経緯を教えていただけますでしょうか。すぐにご提出をお願いいたします。"


def test_a_kinder_rewrite_moves_the_scores_and_keeps_the_hour() -> None:
    found = compare_texts(principal=None, original=RUDE, rewritten=KIND, transformation_type=TransformationType.SOFTEN)
    assert found.after.politeness > found.before.politeness
    assert found.after.harshness < found.before.harshness
    assert ("17時", "same_value") in [(item.original, item.status) for item in found.facts.items]


def test_similarity_is_one_for_the_same_text_and_small_for_a_stranger() -> None:
    assert compare_texts(principal=None, original=RUDE, rewritten=RUDE).similarity == 1
    assert compare_texts(principal=None, original=RUDE, rewritten="ランチの店を探しています。").similarity < 0.3


def test_headings_and_questions_are_no_statements() -> None:
    composed = "【期限】\n- 6/20まで\n【確認したいこと】\n- 利用者は何人くらいですか。"
    found = compare_texts(
        principal=None,
        original="期限は6/20まで。",
        rewritten=composed,
        transformation_type=TransformationType.REQUIREMENTS,
    )
    assert found.facts.status == "kept"
