"""Names of people, told from what is called after them."""

import pytest

from apps.analyze.language.people import find_people


def people(text: str) -> list[str]:
    return [text[start:end] for start, end in find_people(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("田中さん、山田部長に確認済みです。", ["田中", "山田"]),
        ("佐藤対応予定。鈴木確認中。", ["佐藤", "鈴木"]),
        ("林さんと森様に送りました。", ["林", "森"]),
        ("Aliceさんとボブさんにレビューを依頼しました。", ["Alice", "ボブ"]),
        ("高橋・伊藤で対応します。", ["高橋", "伊藤"]),
        ("ジョン・F・ケネディとジョージ6世。", ["ジョン・F・ケネディ", "ジョージ6世"]),
        ("西村正暘が担当します。", ["西村正暘"]),
    ],
)
def test_a_person_is_found_without_the_title(text: str, names: list[str]) -> None:
    assert people(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "岡本製作所と早川電力の契約です。",
        "お客様の声と仕様、同様に多様な模様。",
        "担当者様、皆さん、弊社の代表取締役社長。",
        "リトライ・バックオフの設計とインテリア・デザイン。",
        "竹下派と池田内閣の記録。",
        "デザイン部長に確認します。",
        "",
        "\n\n",
    ],
)
def test_what_is_called_after_somebody_is_nobody(text: str) -> None:
    assert people(text) == []


def test_spans_count_through_line_breaks() -> None:
    assert people("本番です。\n田中さん\n\n鈴木さん") == ["田中", "鈴木"]
