"""Where the last whole sentence of an answer ends, however it comes in."""

from itertools import cycle

import pytest

from apps.transform.story.streaming import END, LIST_NUMBER, SentenceEnds

TEXTS = [
    "はい。いいえ！\n⟦PERSON_1_ab12⟧ です。まだ",
    "One. Two? 1. Three.\n2. Four.\n```\ncode. more.\n``` Done. And",
    "⟦" + "\n" * 40 + "⟧ end. ",
    "「はい。」』）と言う。\n\n1. ",
    "```a.\nb.\n",
    "「『「『「『はい。』」』」』」』」』」』」と言う。",
]


def ends_by_definition(text: str) -> int:
    for found in reversed(list(END.finditer(text))):
        before = text[: found.end()]
        is_cut = before.count("⟦") != before.count("⟧") or before.count("```") % 2
        if not is_cut and not LIST_NUMBER.search(before):
            return found.end()
    return 0


@pytest.mark.parametrize("text", TEXTS)
def test_in_pieces_it_is_found_as_in_one(text: str) -> None:
    for sizes in ([1], [2], [3, 1], [7, 2, 5], [4, 9]):
        ends, at = SentenceEnds(), 0
        for size in cycle(sizes):
            if at >= len(text):
                break
            at += size
            assert ends.last(text[:at]) == ends_by_definition(text[:at])


def test_what_was_read_isnt_read_again() -> None:
    ends, text = SentenceEnds(), "⟦" + "\n" * 30_000
    for at in range(0, len(text), 300):
        assert ends.last(text[:at]) == 0
        assert ends._at >= at - 80
