"""Wishes that hang together aren't torn apart by headings: they are listed as they stand, and what is missing is asked."""

import pytest

from apps.transform.contracts import TransformationType
from tests.transform.types.writing import drafted

STATED = "【要望と条件（書かれた順）】"


@pytest.mark.parametrize(
    ("text", "base", "exception"),
    [
        (
            "入館証は1人1枚にしてください。ただし清掃の方は2枚でお願いします。",
            "1人1枚にしてください",
            "ただし清掃の方は2枚",
        ),
        ("札は全部出してほしい。いや、半分でいい。当日も替えたい。", "全部出してほしい", "いや、半分でいい"),
        ("The badge must expire after a day. Except for cleaners.", "after a day", "Except for cleaners"),
        ("Lock the door at night. Well, on Fridays not before ten.", "at night", "Well, on Fridays"),
    ],
)
def test_an_exception_stays_behind_what_it_is_an_exception_of(text: str, base: str, exception: str) -> None:
    shown = str(drafted(TransformationType.REQUIREMENTS, text).composed)
    assert len(shown[shown.index(base) + len(base) : shown.index(exception)]) <= len("。\n- ")


def test_wishes_that_hang_together_stand_whole_and_in_their_order() -> None:
    text = "面会は2組まで必須です。紙も残してほしいです。ただ看取りのときは制限なしで。"
    shown = str(drafted(TransformationType.REQUIREMENTS, text).composed)
    listed = [line[2:] for line in shown[shown.index(STATED) :].splitlines() if line.startswith("- ")]
    assert listed[:3] == text.removesuffix("。").split("。")


def test_what_is_sure_is_sorted_as_before() -> None:
    shown = str(drafted(TransformationType.REQUIREMENTS, "一覧は日付順が必須です。6月3日までにお願いします。").composed)
    assert STATED not in shown


@pytest.mark.parametrize(
    "text", ["夏休みに使うので、一覧を見やすくしてください。", "We need it for the winter timetable."]
)
def test_a_season_in_a_name_is_no_date_to_ask_about(text: str) -> None:
    asked = [question.text for question in drafted(TransformationType.REQUIREMENTS, text).questions]
    assert not [one for one in asked if "夏" in one or "winter" in one]
