"""Who is named in a text."""

import pytest

from apps.analyze.language.names import find_names


@pytest.mark.parametrize(
    "text", ["仕様が決まっていません。", "同様に直してください。", "多様な模様の仕様書です。", "様子を見ます。"]
)
def test_nobody_is_addressed_inside_of_a_word(text: str) -> None:
    assert find_names(text, "ja") == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("田中様に送ります。", ["田中"]),
        ("林さんと森部長に聞いて。", ["林", "森"]),
        ("Aliceさんは不在です。", ["Alice"]),
        ("仕様は\n佐藤様に聞いてください。", ["佐藤"]),
    ],
)
def test_whoever_is_addressed_is_named(text: str, names: list[str]) -> None:
    assert [name.text for name in find_names(text, "ja")] == names
