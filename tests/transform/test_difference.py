"""A rewritten text as edits of its original."""

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
