"""Edits of a result stay edits of its original."""

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.transform.contracts import Edit
from apps.transform.rewriting.answers.weave import Weave
from apps.transform.rewriting.edits import apply_edits

WOVEN = Weave("0123456789", (Edit(2, 4, "AB CD", "one"), Edit(7, 7, "++", "two")))


def test_the_text_is_what_the_edits_make() -> None:
    assert WOVEN.text == "01AB CD456++789"


def test_a_place_moves_with_the_text_before_it() -> None:
    assert [WOVEN.place_of(at) for at in (0, 2, 3, 4, 7, 8)] == [0, 2, 7, 7, 10, 13]


def test_a_part_of_an_edit_can_be_replaced() -> None:
    changed = WOVEN.replaced(5, 7, "x", "three")
    assert changed.text == "01AB x456++789"
    assert changed.edits[0] == Edit(2, 4, "AB x", "one")


def test_untouched_text_can_be_replaced() -> None:
    changed = WOVEN.replaced(13, 14, "y", "three")
    assert changed.text == "01AB CD456++7y9"
    assert changed.edits[-1] == Edit(8, 9, "y", "three")


def test_an_edit_that_is_replaced_whole_takes_the_new_reason() -> None:
    assert WOVEN.replaced(10, 12, "z", "three").edits[-1] == Edit(7, 7, "z", "three")


def test_putting_the_original_back_leaves_no_edit() -> None:
    assert WOVEN.replaced(10, 12, "", "three").edits == WOVEN.edits[:1]


@st.composite
def weaves(draw: st.DrawFn) -> Weave:
    original = draw(st.text("abc", min_size=1, max_size=12))
    bounds = sorted(draw(st.sets(st.integers(0, len(original)), max_size=6)))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    edits = tuple(Edit(start, end, draw(st.text("xy", max_size=3)), "r") for start, end in pairs)
    return Weave(original, edits)


@given(weave=weaves(), data=st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_is_replaced_the_edits_make_that_text_and_stay_disjoint(weave: Weave, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(weave.text)))
    end = data.draw(st.integers(start, len(weave.text)))
    changed = weave.replaced(start, end, data.draw(st.text("z", max_size=2)), "new")
    assert (
        changed.text
        == weave.text[:start] + changed.text[start : len(changed.text) - len(weave.text) + end] + (weave.text[end:])
    )
    assert apply_edits(weave.original, changed.edits) == changed.text
    ends = [0, *(edit.end for edit in changed.edits)]
    assert all(end <= edit.start <= edit.end for end, edit in zip(ends, changed.edits, strict=False))
