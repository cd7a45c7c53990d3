"""One value, many spellings."""

import pytest

from apps.analyze.language.dates import find_dates
from apps.analyze.language.numbers import Bound, find_amounts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("２４８万円", "2,480,000円"),
        ("3万8千円", "38,000円"),
        ("0.3秒", "300ms"),
        ("1時間", "60分"),
        ("$240k", "$240,000"),
        ("half an hour", "30 minutes"),
        ("two weeks", "14 days"),
    ],
)
def test_an_amount_has_one_value_however_it_is_written(one: str, other: str) -> None:
    (first,), (second,) = find_amounts(one), find_amounts(other)
    assert (first.value, first.unit) == (second.value, second.unit)


@pytest.mark.parametrize(
    ("one", "other"), [("3営業日", "3日"), ("15人日", "15人月"), ("248万円", "248千円"), ("2 GB", "2 MB")]
)
def test_another_unit_is_another_amount(one: str, other: str) -> None:
    (first,), (second,) = find_amounts(one), find_amounts(other)
    assert (first.value, first.unit) != (second.value, second.unit)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("最低80%", "at_least"),
        ("80%以上", "at_least"),
        ("at least 13 months", "at_least"),
        ("最大90分", "at_most"),
        ("150万円まで", "at_most"),
        ("no more than $95", "at_most"),
        ("約300件", "about"),
        ("300GBくらい", "about"),
        ("over 50 requests", "over"),
        ("5件", "exact"),
    ],
)
def test_an_amount_knows_its_bound(text: str, bound: Bound) -> None:
    assert [amount.bound for amount in find_amounts(text)] == [bound]


def test_the_number_of_a_list_item_is_no_amount() -> None:
    assert [amount.text for amount in find_amounts("1. 設定する\n2. 3件を消す")] == ["3件"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("17時", "午後5時"),
        ("17:00", "5pm"),
        ("14時半", "14:30"),
        ("6/20", "6月20日"),
        ("July 1", "1 July"),
        ("金曜", "金曜日"),
        ("本日", "今日"),
        ("noon", "12:00"),
    ],
)
def test_a_date_has_one_value_however_it_is_written(one: str, other: str) -> None:
    assert [when.value for when in find_dates(one)] == [when.value for when in find_dates(other)]


def test_a_deadline_is_told_from_an_estimate() -> None:
    assert [when.role for when in find_dates("6/25までに。6/25頃。6/25以降。")] == ["by", "about", "from"]


def test_spans_index_the_text_exactly() -> None:
    text = "納期は６/20の１７時、費用は約１２０万円です。"
    assert [text[w.start : w.end] for w in find_dates(text)] == ["６/20", "１７時"]
    assert text[find_amounts(text)[-1].start : find_amounts(text)[-1].end] == "１２０万円"
