"""Which messages are so much alike that one's result will do for the other: those that say the same, and none else."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.transform.alike.gist import facts, gist
from apps.transform.contracts import Language


def alike(one: str, other: str, language: Language = "ja") -> bool:
    return facts(one, language) == facts(other, language) and gist(one, language) == gist(other, language)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("明日17時までに資料を直してください。", "明日１７時までに 資料を直して下さい！"),
        ("資料を直してください。", "資料を直してくださいね。よろしくお願いいたします。"),
        ("障害です。\n復旧は15時です。", "障害です。復旧は15時ですよ"),
    ],
)
def test_messages_that_differ_in_manner_alone_are_alike(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Please fix the export by Friday.", "Fix the export by Friday!"),
        ("Don't touch v2. Thanks!", "Do not touch v2."),
    ],
)
def test_english_messages_that_differ_in_manner_alone_are_alike(one: str, other: str) -> None:
    assert alike(one, other, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("直してください。", "直さないでください。"),
        ("直してください。", "直します。"),
        ("直してください。", "直しました。"),
        ("直しました。", "直しましたか？"),
        ("直せ。", "直すな。"),
        ("資料を直してください。", "資料を見てください。"),
        ("312名が参加します。", "31名が参加します。"),
        ("1.5倍です。", "15倍です。"),
        ("明日までに直して。", "明後日までに直して。"),
        ("午前9時に始めます。", "午後9時に始めます。"),
        ("田中さんに送って。", "中田さんに送って。"),
        ("Aさんの資料とBさんの報告書です。", "Bさんの資料とAさんの報告書です。"),
        ("https://a.example/1 を見て。", "https://a.example/2 を見て。"),
        ("承認前に出して。", "承認後に出して。"),
        ("直るかもしれません。", "直ります。"),
        ("全員に送って。", "一部に送って。"),
        ("10 20を見て。", "1020を見て。"),
    ],
)
def test_messages_that_say_something_else_are_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Please deploy today.", "Please do not deploy today."),
        ("Fix it.", "I fixed it."),
        ("You fixed it.", "You fixed it?"),
        ("Send it to US.", "Send it to us."),
        ("Pay $1,000.", "Pay $1.000."),
        ("Don't stop.", "Don't, stop."),
        ("It must ship Monday.", "It may ship Monday."),
        ("Ask Ann, not Bob.", "Ask Bob, not Ann."),
        ("Merge before the release.", "Merge after the release."),
    ],
)
def test_english_messages_that_say_something_else_are_not_alike(one: str, other: str) -> None:
    assert not alike(one, other, "en")


JAPANESE: list[tuple[str, Callable[[int], str]]] = [
    ("{}名が参加します。", str),
    ("{}月3日までに直してください。", lambda n: str(n % 12 + 1)),
    ("資料の{}ページを見ないでください。", str),
    ("費用は{}万円です。", str),
    ("v{}を出してください。", str),
    ("来週の{}曜日に会議です。", lambda n: "月火水木金土日"[n % 7]),
]
ENGLISH: list[tuple[str, Callable[[int], str]]] = [
    ("Please invite {} people.", str),
    ("Fix it by June {}.", lambda n: str(n % 30 + 1)),
    ("Don't merge #{} yet.", str),
    ("It costs ${}.", str),
    ("See https://a.example/{} first.", str),
    ("We meet on {}.", lambda n: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"][n % 5]),
]
NUMBERS = st.integers(min_value=1, max_value=100_000)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(which=st.integers(0, 5), one=NUMBERS, other=NUMBERS)
def test_a_text_that_differs_in_one_number_or_date_is_never_alike(which: int, one: int, other: int) -> None:
    for language, texts in (("ja", JAPANESE), ("en", ENGLISH)):
        frame, spelled = texts[which]
        values = spelled(one), spelled(other)
        found = alike(frame.format(values[0]), frame.format(values[1]), "ja" if language == "ja" else "en")
        assert found == (values[0] == values[1])


VERBS = ["直", "出", "消", "回", "返", "押", "渡", "戻", "残", "話", "移", "写"]
BASES = ["merge", "deploy", "delete", "send", "restart", "invite", "publish", "touch", "rename", "refund"]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(stem=st.sampled_from(VERBS), base=st.sampled_from(BASES), before=st.sampled_from(["", "今日は", "必ず"]))
def test_a_text_that_denies_what_the_other_says_is_never_alike(stem: str, base: str, before: str) -> None:
    pairs = [
        (f"{before}{stem}してください。", f"{before}{stem}さないでください。"),
        (f"{before}{stem}します。", f"{before}{stem}しません。"),
        (f"{before}{stem}せ。", f"{before}{stem}すな。"),
        (f"{before}{stem}した。", f"{before}{stem}さなかった。"),
    ]
    assert not any(alike(one, other) for one, other in pairs)
    english = [(f"Please {base} it.", f"Please don't {base} it."), (f"We can {base} it.", f"We cannot {base} it.")]
    assert not any(alike(one, other, "en") for one, other in english)
