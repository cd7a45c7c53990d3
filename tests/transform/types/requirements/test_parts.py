"""A request is cut where a wish ends, and nowhere else: lists that run on become entries, afterthoughts stay."""

import pytest

from tests.transform.types.requirements.test_requirements import section, sorted_out


def lines(text: str) -> list[str]:
    return [line for line in sorted_out(text, 1).split("\n") if line.startswith("- ")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "希望です。①文字を大きく ②音は消せるように ③返品は店長だけ",
            ["①文字を大きく", "②音は消せるように", "③返品は店長だけ"],
        ),
        (
            "改修です。1 住所を直せるように 2 電話番号は見せない 3 卒業生は対象外",
            ["1 住所を直せるように", "2 電話番号は見せない", "3 卒業生は対象外"],
        ),
        (
            "Wishes: (1) show the gate, (2) keep the board, (3) maybe a sound",
            ["(1) show the gate", "(2) keep the board", "(3) maybe a sound"],
        ),
        (
            "hi, 1. print labels by name 2. scan at the door 3. store for a year",
            ["1. print labels by name", "2. scan at the door", "3. store for a year"],
        ),
        (
            "Wish list: automatic mails; manual mails must stay; no charge on Sundays",
            ["automatic mails", "manual mails must stay", "no charge on Sundays"],
        ),
        ("Requests: - print labels, - scan at the door, - no cloud", ["print labels", "scan at the door", "no cloud"]),
    ],
)
def test_a_list_that_runs_on_becomes_entries(text: str, parts: list[str]) -> None:
    shown = lines(text)
    assert all(any(line.endswith(part) for line in shown) for part in parts)


@pytest.mark.parametrize(
    "text",
    [
        "We need 1 table for 2 people and 3 chairs for 4 guests.",
        "We had 1 outage in May, 2 in June and 3 in July, please fix it.",
        "Please keep v1.2 for clause No. 5, e.g. for 3.5 s at 12,000.5 EUR.",
        "本文は「受け付けました。お待ちください。」でお願いします",
        "案内は3.5秒以内に、No. 5の様式でv1.10から出してください",
    ],
)
def test_no_sentence_is_cut_inside_a_number_an_abbreviation_or_a_quotation(text: str) -> None:
    kept = text.rstrip(".").removeprefix("Please ")
    assert any(kept.lower() in line.lower() for line in lines(text))


def test_two_wishes_in_one_breath_are_two() -> None:
    shown = lines("Search by name is a must, search by phone a nice extra. CSV is fine, Excel would be nicer.")
    assert "- Must: Search by name is a must" in shown
    assert "- Could: Search by phone a nice extra" in shown
    assert "- CSV is fine" in shown
    assert "- 希望：あと項目を減らしてほしい" in lines(
        "早くしてほしい、あと項目を減らしてほしい、でも承認は残してください。"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "We need the door to stay shut. Except for vans, which have no lock.",
            "- Must: We need the door to stay shut. Except for vans, which have no lock",
        ),
        ("I want a wait of 1.5 s. Ok maybe 2.", "- Wanted: I want a wait of 1.5 s. Ok maybe 2"),
        ("カメラを増やしたい。いや今の2台でも。", "- 希望：カメラを増やしたい。いや今の2台でも"),
    ],
)
def test_an_afterthought_stays_with_its_wish(text: str, line: str) -> None:
    assert line in lines(text)


def test_a_half_that_says_nothing_alone_stays_with_the_other_half() -> None:
    text = "Ideally the leads are imported, but someone has to check them by hand first."
    assert f"- Could: {text.rstrip('.')}" in lines(text)


def test_entries_that_weigh_differently_leave_the_line_that_announces_them() -> None:
    text = "以下をお願いします。\n・読み取りは必須\n・写真（できれば）\n・帳票は今のまま"
    assert "- 任意：写真（できれば）" in lines(text)
    assert "- 帳票は今のまま" in section(sorted_out(text), "制約条件")


@pytest.mark.parametrize(
    "text",
    [
        "音を大きく。①写真 ②地図 ③地図、写真。",
        "Three things: (1) a map, (2) a photo, (3) no cloud. Nothing else, e.g. No. 5.",
    ],
)
def test_nothing_is_lost_or_said_twice(text: str) -> None:
    written = sorted_out(text, 1)
    for word in ("②", "③", "写真") if "音" in text else ("a map", "a photo", "no cloud", "No. 5"):
        assert written.count(word) == text.count(word)


def test_but_not_alone_excludes_nobody() -> None:
    assert "Not included" not in sorted_out("The supervisor must be able to override, but not alone, two people.")
