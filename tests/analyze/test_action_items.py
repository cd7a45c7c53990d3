"""What somebody has to do, told from what is only said."""

import pytest

from apps.analyze.actions.analyze_text import analyze_text


@pytest.mark.parametrize(
    "text",
    [
        "Fix this now!!",
        "Could you send me the logs?",
        "Please review the PR before Friday.",
        "I'll send the invoice tonight.",
        "Bob will fix the login bug by Monday.",
        "Let me know if the build fails.",
        "金曜までに報告書を提出してください。",
    ],
)
def test_a_request_an_order_and_a_dated_promise_are_action_items(text: str) -> None:
    assert [item.text for item in analyze_text(text=text).action_items] == [text]


@pytest.mark.parametrize(
    "text", ["The build is green.", "Thanks for the help.", "There were two such events.", "本番は正常です。"]
)
def test_a_statement_is_no_action_item(text: str) -> None:
    assert analyze_text(text=text).action_items == ()
