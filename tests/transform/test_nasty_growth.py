"""Short units repeated without end: twice the text, about twice the work, through every door that takes a text."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any
from unittest.mock import patch

import pytest

from apps.analyze.actions.analyze_text import analyze_text
from apps.analyze.language import tokens
from apps.transform.actions.compare_texts import compare_texts
from apps.transform.contracts import Intensity, Language, TransformationType, TransformRequest
from apps.transform.factlock.compare import compare
from apps.transform.providers.ladder import configured_ladder
from apps.transform.reading.read import read_for
from apps.transform.story import pipeline
from tests.transform.test_growth import calls_of
from tonebridge.errors import TimedOut
from tonebridge.resilience import deadline

HALF = 600
MOST_GROWTH = 2.3
SLOWEST: tuple[tuple[str, Language, str], ...] = (
    ("soften", "ja", "なぜ？"),
    ("soften", "en", "a\n"),
    ("clarify", "ja", "Why? "),
    ("clarify", "en", "Fix it. "),
    ("structure", "ja", "しろ。"),
    ("structure", "en", "a\n"),
    ("summarize", "ja", "a\n"),
    ("summarize", "en", "|\n"),
    ("terminology", "ja", "the API "),
    ("terminology", "en", "if "),
    ("requirements", "ja", "しろ。"),
    ("requirements", "en", "a\n"),
    ("background", "ja", "5月"),
    ("background", "en", "A.B."),
)
"""Of 180 units, what takes each type longest."""
Work = Callable[[str], object]


def transform(kind: TransformationType, language: Language, text: str, *, variants: bool = False) -> object:
    wanted = TransformRequest(text, kind, Intensity.MEDIUM, language, language, tier="rules", variants=variants)
    return pipeline.run(wanted, ladder=configured_ladder())


def growth(work: Work, unit: str) -> float:
    """Python's calls for twice the text over those for the text, nothing remembered from one to the other."""
    work(unit * 8)
    short, long = "\n" + unit * (HALF // len(unit)), unit * (2 * HALF // len(unit)) + "\n"
    return calls_of(lambda: work(long)) / calls_of(lambda: work(short))


@pytest.mark.parametrize("unit", ["10時", "5月", "A.B."])
def test_twice_a_nasty_text_is_compared_with_twice_the_work(unit: str) -> None:
    assert growth(lambda text: compare_texts(principal=None, original=text, rewritten=text * 2), unit) <= MOST_GROWTH


@pytest.mark.parametrize(("unit", "language"), [("なぜ？", "ja"), ("しろ。", "ja"), ("a\n", "en")])
def test_twice_a_nasty_text_is_read_with_twice_the_work(unit: str, language: Language) -> None:
    assert growth(lambda text: read_for(text, language), unit) <= MOST_GROWTH


@pytest.mark.parametrize(("unit", "language"), [("しろ。", "ja"), ("a\n", "en")])
def test_twice_a_nasty_text_is_measured_with_twice_the_work(unit: str, language: Language) -> None:
    assert growth(lambda text: analyze_text(text=text, language=language), unit) <= MOST_GROWTH


@pytest.mark.parametrize(("kind", "language", "unit"), SLOWEST)
def test_twice_a_nasty_text_is_rewritten_with_twice_the_work(kind: str, language: Language, unit: str) -> None:
    assert growth(lambda text: transform(TransformationType(kind), language, text), unit) <= MOST_GROWTH


def lines_of(work: Callable[[], object]) -> int:
    """How many lines a piece of work runs: each turn of a loop, also of one that calls nothing."""
    count, before = 0, sys.gettrace()

    def tell(_frame: FrameType, event: str, _argument: object) -> Any:  # itself, as `settrace` wants it
        nonlocal count
        count += event == "line"
        return tell

    sys.settrace(tell)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def dates(count: int, first_day: int) -> str:
    days = (f"{2000 + at // 168}年{at // 14 % 12 + 1}月{first_day + at % 14}日までに。" for at in range(count))
    return "".join(days)


def amounts(count: int) -> str:
    return "".join(f"{5_000 + at}人日です。" for at in range(count))


CHANGES: dict[str, Callable[[int], tuple[str, str]]] = {
    "dates become others": lambda count: (dates(count, 1), dates(count, 15)),
    "dates become amounts": lambda count: (dates(count, 1), amounts(count)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_twice_the_facts_that_changed_are_paired_with_twice_the_work(change: Callable[[int], tuple[str, str]]) -> None:
    def work(count: int) -> object:
        return compare(*change(count), language="ja")

    work(150), work(300)  # both are read, and remembered
    assert lines_of(lambda: work(300)) <= MOST_GROWTH * lines_of(lambda: work(150))


def test_three_variants_of_a_text_share_what_was_read() -> None:
    transform(TransformationType.SOFTEN, "en", "line is broken\n")
    lines = "".join(f"line {at} is broken again\n" for at in range(100))
    once = calls_of(lambda: transform(TransformationType.SOFTEN, "en", lines))
    thrice = calls_of(lambda: transform(TransformationType.SOFTEN, "en", f"{lines}now\n", variants=True))
    assert thrice < 1.5 * once


@pytest.mark.parametrize("unit", ["10時", "5月", "あ"])
def test_a_text_without_a_full_stop_is_tokenized_in_pieces(unit: str) -> None:
    asked = list[int]()
    found = tokens._tokens

    def noting(text: str, offset: int) -> list[tokens.Token]:
        asked.append(len(text))
        return found(text, offset)

    with patch.object(tokens, "_tokens", noting):
        read = tokens.tokenize(unit * 5_000)
    assert max(asked) <= tokens.LONGEST_PIECE and read[-1].end == 5_000 * len(unit)


def test_a_text_is_cut_where_words_end() -> None:
    text = "確認、" * 1_000
    whole = [token.surface for token in tokens.tokenize("確認、" * 100)]
    assert [token.surface for token in tokens.tokenize(text)] == whole * 10


@contextmanager
def over_after(steps: int) -> Iterator[list[int]]:
    """A deadline that is over when it has been looked at so often."""
    looks, check = [0], deadline.check

    def looked() -> None:
        looks[0] += 1
        if looks[0] > steps:
            raise TimedOut
        check()

    with patch.object(deadline, "check", looked):
        yield looks


WORKS: dict[str, Work] = {
    "compare": lambda text: compare_texts(principal=None, original=text, rewritten=text),
    "read": lambda text: read_for(text, "ja"),
    "analyze": lambda text: analyze_text(text=text, language="ja"),
    "variants": lambda text: transform(TransformationType.SOFTEN, "ja", text, variants=True),
}


@pytest.mark.parametrize("name", WORKS)
def test_long_work_ends_at_its_next_step_once_its_deadline_is_over(name: str) -> None:
    with ExitStack() as stack:
        looks = stack.enter_context(over_after(1))
        stack.enter_context(pytest.raises(TimedOut))
        WORKS[name](f"{name}：明日の10時までに直せ。")
    assert looks == [2]
