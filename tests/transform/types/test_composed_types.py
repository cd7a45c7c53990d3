"""What structure, summarize, requirements and terminology promise alike: tokens, time, and never an empty text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.analyze.language.document import read_document
from apps.transform.contracts import TransformationType
from tests.transform.types.writing import applied, drafted

KINDS = (
    TransformationType.STRUCTURE,
    TransformationType.SUMMARIZE,
    TransformationType.REQUIREMENTS,
    TransformationType.TERMINOLOGY,
)
PARTS_JA = (
    "お疲れ様です。",
    "@tanaka さん、",
    "決済APIが落ちていて、",
    "原因は不明です。",
    "`SELECT 1` を実行し、",
    "https://ex.com/a?b=1 を見てください。",
    "🙏",
    "明日の15時までに対応をお願いします。",
    "担当は李さんです。",
    "42件は注文が作られていません。",
    "\n",
    "- 項目A\n",
    "「引用です」と言われました。",
    "\n```\ncode\n\nx=1\n```\n",
    "<@U123> ",
    "できれば写真も。",
    "a@b.co へ送ってください。",
)
PARTS_EN = (
    "Hi team, ",
    "@bob ",
    "the API is down, and ",
    "root cause unknown. ",
    "run `make x`. ",
    "see https://ex.com/a. ",
    "🙏 ",
    "Please fix by Friday. ",
    "Tomas is the contact. ",
    "42 orders were not created. ",
    "\n",
    "- item A\n",
    "\n```\ncode\n\nx=1\n```\n",
    "<@U123> ",
    "Write to a@b.co. ",
    "We deployed; latency is up. ",
    "Ideally before June. ",
)
TOKENS = ("code", "url", "mention", "email", "emoji")
MESSAGES = st.sampled_from((PARTS_JA, PARTS_EN)).flatmap(lambda parts: st.lists(st.sampled_from(parts), min_size=1))


@pytest.mark.parametrize("kind", KINDS)
@given(parts=MESSAGES, intensity=st.sampled_from((1, 2, 3)))
@settings(max_examples=60, deadline=None)
def test_no_code_link_mention_or_emoji_is_lost(kind: TransformationType, parts: list[str], intensity: int) -> None:
    text = "".join(parts)
    result = applied(drafted(kind, text, intensity=intensity, sender="engineer", receiver="sales"), text)
    assert result.strip() or not text.strip()
    for span in read_document(text).opaque:
        if span.kind in TOKENS:
            assert text[span.start : span.end] in result


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    [
        "あ" * 10_000,
        "1" * 10_000,
        "9月" * 5_000,
        "「" * 200 + "」" * 200,
        "🙏" * 500,
        "abc \ud800 def",
        "שלום " * 500,
        "(" * 5_000,
        "決済APIが落ちていて、原因は不明です。" * 500,
        "The API is down, and the cause is unknown. " * 230,
    ],
    ids=[
        "one kana",
        "one digit",
        "dates",
        "nested quotes",
        "emoji",
        "surrogate",
        "rtl",
        "brackets",
        "long ja",
        "long en",
    ],
)
def test_odd_text_gets_a_result_in_bounded_time(kind: TransformationType, text: str) -> None:
    began = time.process_time()
    assert applied(drafted(kind, text, intensity=3, sender="engineer", receiver="sales"), text).strip()
    assert time.process_time() - began < 20


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_request_gets_the_same_draft(kind: TransformationType) -> None:
    text = "".join(PARTS_JA)
    assert drafted(kind, text) == drafted(kind, text)
