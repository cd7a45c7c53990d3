"""Twice the text, about twice the work: counted in calls, not in seconds."""

import cProfile
from collections.abc import Callable

import pytest

from apps.analyze.actions.analyze_text import analyze_text
from apps.analyze.language.document import read_document
from apps.transform.contracts import Intensity, Language, TransformationType, TransformRequest
from apps.transform.story.verifying import verify
from apps.transform.types import WRITERS

HALF = 3_000
WARM_UP = 500
"""Enough for what is made when it is first used: rules, patterns, words. The first test of a process would count it in the longer text."""
MOST_GROWTH = 2.6
"""Twice the work, and room for what stays below a cap in the shorter text."""
MONOTONOUS_HALF = 600
MOST_MONOTONOUS_GROWTH = 2.3
"""Nothing of it is below a cap. What grows with the square shows half as much in half the text, so less of it is allowed."""

PARAGRAPH: dict[Language, str] = {
    "ja": (
        "お疲れさまです。{0}回目の連絡です。決済の改修は最低{0}人日かかります。6/{1}の17時までに仕様書を確認して、田中さんに返信しろ。"
        "勝手に本番へ反映しないで。原因はDBの枯渇っぽいですが、まだ確定していません。直せないならロールバックしろ。\n\n"
    ),
    "en": (
        "Hi team, this is update {0}. The refund job failed {0} times and you clearly didn't run the tests. Revert PR #{0} by "
        "June {1}. Don't touch the database before Maria approves. It might be the cache, but we aren't sure yet.\n\n"
    ),
}
MONOTONOUS = {
    "kana": "あ",
    "orders": "直せ、",
    "quotations": "「あ」",
    "numbers": "1、",
    "labels": "項目：値です\n",
    "insults": "ひどすぎる。",
}


def message(language: Language, length: int) -> str:
    paragraphs = (PARAGRAPH[language].format(at + 3, at % 28 + 1) for at in range(length // 100))
    return "".join(paragraphs)[:length]


def calls_of(work: Callable[[], object]) -> int:
    """How many functions, steps of generators and built-ins a piece of work calls."""
    counted = cProfile.Profile()  # counts in C: a function of our own would take longer than most of what it counts
    counted.enable()
    try:
        work()
    finally:
        counted.disable()
    return sum(each.callcount for each in counted.getstats())


def growth(kind: TransformationType, language: Language, short: str, long: str) -> float:
    """The calls for the long text over those for the short one; nothing is remembered from one to the other."""
    _transform(kind, language, f"warm-up\n{message(language, WARM_UP)}")
    return calls_of(lambda: _transform(kind, language, long)) / calls_of(lambda: _transform(kind, language, short))


def _transform(kind: TransformationType, language: Language, text: str) -> None:
    wanted = TransformRequest(text, kind, Intensity.MEDIUM, language, language)
    document = read_document(text)
    found = verify(WRITERS[kind](wanted, document), document, wanted)
    analyze_text(text=found.text, language=language)


@pytest.mark.parametrize("kind", TransformationType)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_work_grows_with_the_length_of_a_message(kind: TransformationType, language: Language) -> None:
    marked = f"{kind}\n"  # no two types share a text, so that none finds what another has read
    short, long = marked + message(language, HALF), marked + message(language, 2 * HALF)
    assert growth(kind, language, short, long) < MOST_GROWTH


@pytest.mark.parametrize("name", MONOTONOUS)
def test_the_work_grows_with_the_length_of_a_monotonous_text(name: str) -> None:
    short = MONOTONOUS[name] * (MONOTONOUS_HALF // len(MONOTONOUS[name]))
    assert growth(TransformationType.SOFTEN, "ja", short, short * 2) < MOST_MONOTONOUS_GROWTH
