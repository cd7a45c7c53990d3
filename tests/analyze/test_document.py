"""What no rule may read or change: code, addresses, names of people and things, and words of others."""

import pytest

from apps.analyze.language.document import HOLE, read_document


def opaque(text: str) -> list[str]:
    return [text[span.start : span.end] for span in read_document(text).opaque]


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("至急SEC-1187の件を見て", "SEC-1187"),
        ("昨日から、#4821が止まっている", "#4821"),
        ("前回のPR #77は戻して", "PR #77"),
        ("詳しくはhttps://example.com/docsを読んで", "https://example.com/docs"),
        ("連絡はinfo@example.comへ", "info@example.com"),
        ("この件は@tanakaさんに聞いて", "@tanaka"),
        ("設定はconfig.yamlにある", "config.yaml"),
        ("先週の見積書.xlsxを送って", "見積書.xlsx"),
        ("値はmax_retry_countで決まる", "max_retry_count"),
        ("版はv2.3.1です", "v2.3.1"),
        ("完了です:tada:", ":tada:"),
        ("ログは/var/log/app.logに出る", "/var/log/app.log"),
    ],
)
def test_a_token_ends_where_japanese_begins(text: str, token: str) -> None:
    assert token in opaque(text)


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("彼は「もう少し待って」と言った。", "「もう少し待って」"),
        ('The page says "Try again later" and stops.', '"Try again later"'),
        ("画面に「" + "処理中です" * 20 + "」と出ます。", "「" + "処理中です" * 20 + "」"),
    ],
)
def test_words_of_others_inside_a_sentence_stay(text: str, token: str) -> None:
    assert opaque(text) == [token]


@pytest.mark.parametrize(
    "text",
    [
        "「さっさと直せ。何度も言わせるな。」",
        '"Fix this today. Don\'t make me ask again."',
        "次の文を直して。\n「" + "この仕様では間に合わない。" * 8 + "」\n以上です。",
    ],
)
def test_a_letter_in_quotation_marks_can_be_read(text: str) -> None:
    assert not opaque(text)


def test_an_open_fence_ends_with_its_last_letter() -> None:
    text = "見て\n```\nx = 1  \n\n"
    assert opaque(text) == ["```\nx = 1"]
    assert read_document(text).prose.endswith(HOLE + "  \n\n")
