"""A rewritten text as edits of its original."""

from itertools import pairwise

import pytest

from apps.analyze.language.document import read_document
from apps.transform.rewriting.difference import edits_between
from apps.transform.rewriting.edits import apply_edits


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("It is on Friday. Bring 3 copies.", "It is on Friday. Please bring 3 copies.", [("Bring", "Please bring")]),
        ("Fix it.", "Fixed it.", [("Fix", "Fixed")]),
        ("A cat sat.", "A big cat sat.", [("", "big ")]),
        ("Send it to Bob.", "Send it to Bob, please.", [("", ", please")]),
        ("APIを直せ。", "APIを直してください。", [("せ", "してください")]),
        ("Use `run` now", "Please use `run` now", [("Use", "Please use")]),
    ],
)
def test_an_edit_holds_latin_words_whole_and_no_more(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    document, language = read_document(before), "ja" if "を" in before else "en"
    edits = edits_between(document, after, language=language, reason="reworded")  # type: ignore[arg-type]  # one of both
    assert [(before[each.start : each.end], each.replacement) for each in edits] == expected
    assert apply_edits(before, edits) == after


REWRITTEN = [
    ("a。b。", "A。\nB。"),
    ("直せ。見ろ。", "お疲れさまです。\n\n直していただけますか。\nご覧ください。\n\nよろしくお願いいたします。"),
    ("直せ。見ろ。早く。", "見てください。"),
    ("一つ。二つ。三つ。", "- 一つ\n- 二つ\n- 三つ"),
    ("- 一つ\n- 二つ", "一つ、二つです。"),
    ("https://a.example/x を見ろ。`run` を使え。", "`run` をお使いください。https://a.example/x をご覧ください。"),
    ("Use `a` and `b`. Go.", "Please use `b` and `a`.\n\nThen go."),
    ("Fix it. Now. Or else.", "Could you fix it now?"),
    ("One. Two.", "Zero. One. One and a half. Two. Three."),
    ("Same. Same. Same.", "Same. Other. Same."),
    ("x", "y"),
    ("😀。a。", "a。😀。"),
]


@pytest.mark.parametrize(("before", "after"), REWRITTEN)
@pytest.mark.parametrize("around", [("", ""), ("\n ", " \n\n")])
def test_edits_make_the_rewritten_text_to_the_letter(before: str, after: str, around: tuple[str, str]) -> None:
    text = before.join(around)
    edits = edits_between(read_document(text), after, language="ja", reason="reworded")
    assert apply_edits(text, edits) == after.join(around)


@pytest.mark.parametrize(("before", "after"), REWRITTEN)
def test_edits_are_ordered_and_no_two_are_at_one_place(before: str, after: str) -> None:
    edits = edits_between(read_document(before), after, language="en", reason="reworded")
    assert apply_edits(before, edits) == after
    for one, other in pairwise(edits):
        assert one.end <= other.start and (one.start, one.end) != (other.start, other.start)
        assert not (one.end == other.start and other.start == other.end)


def test_other_space_before_a_changed_sentence_is_one_edit_with_it() -> None:
    edits = edits_between(
        read_document("Fix it. Go home."), "Fix it.\n\nPlease leave.", language="en", reason="reworded"
    )
    assert [each.replacement for each in edits] == ["\n\nPlease leave"]


def test_what_was_one_sentence_can_be_taken_back_alone() -> None:
    before, after = "直せ。すぐ見ろ。早く送れ。", "直してください。すぐ見てください。早く送ってください。"
    edits = edits_between(read_document(before), after, language="ja", reason="reworded")
    assert len(edits) == 3
    assert apply_edits(before, (edits[0], edits[2])) == "直してください。すぐ見ろ。早く送ってください。"
