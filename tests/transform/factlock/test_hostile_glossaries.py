"""A glossary of thousands of words costs a comparison little, whatever stands in it."""

import pytest

from apps.transform.contracts import GlossaryEntry
from apps.transform.factlock import glossary
from apps.transform.factlock.glossary import MOST_PLACES, without_words
from apps.transform.factlock.searched import Searched
from tonebridge.errors import TimedOut
from tonebridge.resilience import deadline

KANJI = [chr(0x4E00 + number) for number in range(5_000)]
LONG = 20_000
HOSTILE = {
    "one writing for all": ([(each, "あ") for each in KANJI], "".join(KANJI), "あ" * LONG),
    "writings in one another": (
        [(each, "あ" * (at % 50 + 1)) for at, each in enumerate(KANJI)],
        "".join(KANJI),
        "あ" * LONG,
    ),
    "terms in one another": (
        [("あ" * (at % 100 + 1), each) for at, each in enumerate(KANJI)],
        "あ" * 10_000,
        "".join(KANJI),
    ),
}


def entries(words: list[tuple[str, str]]) -> list[GlossaryEntry]:
    return [GlossaryEntry(term, "ja", plain) for term, plain in words]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_glossary_has_more_looked_at_than_the_bound_and_one_word(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list[Searched]()

    def searched(text: str) -> Searched:
        texts.append(Searched(text))
        return texts[-1]

    monkeypatch.setattr(glossary, "Searched", searched)
    words, original, rewritten = HOSTILE[name]
    without_words(original, rewritten, entries(words))
    assert sum(text.looked_at for text in texts) <= MOST_PLACES + 8 * LONG


def test_what_is_beyond_the_bound_is_compared_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    words = entries([("火曜会議", "定例の会議"), ("月曜", "初日")])
    one, other = "月曜の火曜会議です。", "初日の定例の会議です。"
    assert without_words(one, other, words).text == one
    monkeypatch.setattr(glossary, "MOST_PLACES", 0)
    assert without_words(one, other, words).text == "初日の火曜会議です。"


def test_it_ends_with_the_time_of_its_call() -> None:
    with deadline.within(-1), pytest.raises(TimedOut):
        without_words("月曜です。", "初日です。", entries([("月曜", "初日")]))


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("API", "apiとAPIS、ＡＰＩ", [(0, 3), (9, 12)]),
        ("あ", "ああ", [(0, 1), (1, 2)]),
        ("x", "x_y x", [(4, 5)]),
        ("İstanbul", "in İSTANBUL", [(3, 11)]),
    ],
)
def test_words_are_found_in_any_width_and_case_where_they_stand_alone(
    word: str, text: str, expected: list[tuple[int, int]]
) -> None:
    assert list(Searched(text).places(word)) == expected
