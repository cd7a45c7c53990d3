"""What is a heading by its own marks is one for whoever reads a message, measures a rewrite or shows it."""

import pytest

from apps.transform.rewriting.headings import is_any_heading, is_marked_heading
from apps.transform.web.words.rendering import rendered


@pytest.mark.parametrize("line", ["【結論】", "**Cause**", "*Cause*:", "  **原因**："])
def test_brackets_and_bold_make_a_heading_everywhere(line: str) -> None:
    assert (is_marked_heading(line), is_any_heading(line), rendered(line)[0].kind) == (True, True, "heading")


@pytest.mark.parametrize("line", ["**a*", "*a**", "a", "**a** b", "【" + "長" * 41 + "】"])
def test_marks_that_do_not_close_make_none(line: str) -> None:
    assert (is_any_heading(line), rendered(line)[0].kind) == (False, "plain")


@pytest.mark.parametrize("line", ["# Cause", "■ 原因"])
def test_people_have_more_ways_to_mark_theirs(line: str) -> None:
    assert (is_any_heading(line), is_marked_heading(line)) == (True, False)
