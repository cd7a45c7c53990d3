"""Edits: ordered, disjoint, clear of opaque spans; the first given wins."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.analyze.language.document import read_document
from apps.transform.contracts import Edit
from apps.transform.rewriting.edits import apply_edits, kept_percent, settle, similarity

TEXT = "すぐに `deploy` を止めろ。"


def edit(start: int, end: int, replacement: str) -> Edit:
    return Edit(start, end, replacement, "imperative")


def test_an_edit_of_code_is_dropped_and_one_beside_it_stays() -> None:
    settled = settle([edit(5, 6, "X"), edit(0, 3, "早めに")], read_document(TEXT))
    assert apply_edits(TEXT, settled) == "早めに `deploy` を止めろ。"


def test_of_two_that_overlap_the_first_given_wins() -> None:
    settled = settle([edit(14, 17, "止めていただけますか"), edit(13, 16, "x")], read_document(TEXT))
    assert [one.replacement for one in settled] == ["止めていただけますか"]


def test_an_edit_that_changes_nothing_is_dropped() -> None:
    assert settle([edit(0, 3, "すぐに")], read_document(TEXT)) == ()


def test_two_insertions_at_one_place_are_one() -> None:
    assert len(settle([edit(0, 0, "A"), edit(0, 0, "B")], read_document(TEXT))) == 1


SPANS = st.tuples(st.integers(0, 30), st.integers(0, 6)).map(lambda p: (p[0], min(p[0] + p[1], 30)))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.tuples(SPANS, st.sampled_from(["", "x", "yy"])), max_size=20))
def test_what_is_settled_is_ordered_and_disjoint(wanted: list[tuple[tuple[int, int], str]]) -> None:
    document = read_document("abcde `code` fghij klmno pqrstu")
    settled = settle([edit(start, end, text) for (start, end), text in wanted], document)
    assert all(one.end <= other.start for one, other in pairwise(settled))
    assert "`code`" in apply_edits(document.text, settled)


def test_kept_words_are_counted_honestly() -> None:
    assert (kept_percent("abc", "abc"), kept_percent("abcd", "ab"), kept_percent("abc", "xyz")) == (100, 50, 0)
    assert (similarity("abc", "abc"), similarity("abc", "xyz")) == (1.0, 0.0)
