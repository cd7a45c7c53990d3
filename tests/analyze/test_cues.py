"""What a phrase does to its clause."""

import pytest

from apps.analyze.language.polarity import find_cues


def kinds(text: str, language: str) -> set[str]:
    return {str(cue.kind) for cue in find_cues(text, language)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("設定は変えないで。", "negation"),
        ("本番は触るな。", "negation"),
        ("対応いたしかねます。", "negation"),
        ("再起動はお控えください。", "negation"),
        ("遅れたら連絡して。", "conditional"),
        ("障害の場合は止めます。", "conditional"),
        ("原因はたぶん設定です。", "uncertain"),
        ("直るかもしれません。", "uncertain"),
        ("CSVは必須です。", "obligatory"),
        ("英語は任意です。", "optional"),
        ("管理者だけ使えます。", "only"),
        ("お手すきの際に。", "relaxed"),
    ],
)
def test_a_japanese_cue_is_heard(text: str, kind: str) -> None:
    assert kind in kinds(text, "ja")


@pytest.mark.parametrize(
    "text",
    [
        "少ないです。",
        "まず確認します。",
        "確認していただけますか。",
        "申し訳ありません。",
        "ご確認いただけますでしょうか。",
    ],
)
def test_what_only_looks_like_a_negation_is_none(text: str) -> None:
    assert "negation" not in kinds(text, "ja")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Please avoid restarting it.", "negation"),
        ("We can't start.", "negation"),
        ("It might rain.", "uncertain"),
        ("It must stay.", "obligatory"),
        ("SCIM is not required.", "optional"),
        ("If it fails, stop.", "conditional"),
        ("Only the EU tenants.", "only"),
        ("When you get a chance.", "relaxed"),
    ],
)
def test_an_english_cue_is_heard(text: str, kind: str) -> None:
    assert kind in kinds(text, "en")
