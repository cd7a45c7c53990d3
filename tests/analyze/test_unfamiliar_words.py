"""Words that a reader may not know: found where they stand, and nothing that everybody knows."""

import pytest

from apps.analyze.actions.find_unfamiliar_words import find_unfamiliar_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("オリオンゲートの件、明日までにデプロイをお願いします。", {"オリオンゲート", "デプロイ"}),
        ("KPIはARRで見ます。", {"KPI", "ARR"}),
        ("kubectlで確認しました。", {"kubectl"}),
    ],
)
def test_jargon_compounds_and_latin_words_are_found_in_japanese(text: str, expected: set[str]) -> None:
    assert expected <= set(find_unfamiliar_words(text=text, language="ja"))


@pytest.mark.parametrize(
    "text",
    [
        "メールとデータを明日送ります。",
        "ジョンソンさんに聞いてください。",
        "Johnsonさんに聞いてください。",
        "詳細は https://wiki.example.com/ORION を見てください。",
        "`kubectl get pods` を実行します。",
        "OKです。mailで送ります。",
    ],
)
def test_everyday_words_names_links_and_code_are_not(text: str) -> None:
    assert find_unfamiliar_words(text=text, language="ja") == ()


def test_acronyms_are_found_in_english_and_shouting_is_not() -> None:
    found = find_unfamiliar_words(text="The QBR is NOT ready. Ask Tanaka about the SLA and GraphQL.", language="en")
    assert {"QBR", "SLA", "GraphQL"} <= set(found)
    assert {"NOT", "Tanaka"}.isdisjoint(found)


def test_a_word_is_told_once_however_it_is_written() -> None:
    assert find_unfamiliar_words(text="QBRです。qbrです。", language="ja") == ("QBR",)
