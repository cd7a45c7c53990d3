"""Texts that say the same over and over make many findings of one passage, and no more work than others."""

import pytest

from apps.transform.factlock import implied, owners
from apps.transform.factlock.clauses import read
from apps.transform.factlock.compare import compare
from tonebridge.errors import TimedOut
from tonebridge.resilience import deadline


def repeated(words: str, length: int) -> str:
    return (words * length)[:length]


def test_a_passage_that_many_findings_are_of_is_searched_once() -> None:
    implied._words.cache_clear()
    compare(repeated("do not ", 2_000), repeated("do ", 2_000), language="en")
    assert implied._words.cache_info().misses <= 40


def test_the_deadline_is_kept_between_findings() -> None:
    implied._words.cache_clear()
    with deadline.within(0.0), pytest.raises(TimedOut):
        implied._words(implied._patterns("en")["meaning_negation"], "do not")


def test_the_deadline_is_kept_between_places_of_a_name() -> None:
    reading = read("鈴木商事が払う。", "ja")
    with deadline.within(0.0), pytest.raises(TimedOut):
        owners._about("鈴木", ["鈴木"], reading)
