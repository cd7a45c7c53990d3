"""Orders become requests, and statements that only open like one stay."""

import pytest

from tests.transform.types.soften.english_writing import softened

REQUESTS = [
    ("Send me the logs from 14:05 to 14:20.", "Could you please send me the logs from 14:05 to 14:20?"),
    ("Revert `abc` by 5pm today.", "Could you please revert `abc` by 5pm today?"),
    ("hey bob, just restart the worker, it's stuck", "hey bob, please restart the worker, it's stuck"),
    (
        "@kenji fix the timeout today, customers are waiting.",
        "@kenji please fix the timeout today, customers are waiting.",
    ),
    ("Don't merge this until QA signs off.", "Please don't merge this until QA signs off."),
    ("Don’t deploy before 18:00.", "Please don’t deploy before 18:00."),
    ("Never deploy on Fridays.", "Please never deploy on Fridays."),
    ("If the smoke tests fail, roll back the release.", "If the smoke tests fail, please roll back the release."),
    ("Add the index. Also update the docs.", "Could you please add the index? Please also update the docs."),
    ("FIX IT NOW!!!", "Could you please fix it now?"),
    ("Tell Dana when https://example.com/x", "Please tell Dana when https://example.com/x"),
    ("Respond within 24 hours or lose the account.", "Could you please respond within 24 hours or lose the account?"),
    ("Ask Priya, not me.", "Please ask Priya, not me."),
    ("Every manager confirms the rota by Monday.", "Could every manager please confirm the rota by Monday?"),
    ("Why is the lift STILL broken?", "Could you tell me why the lift is still broken?"),
    ("Congrats on losing the badge list.", "Losing the badge list was a problem."),
    ("Seriously, fix this.", "Could you please fix this?"),
    ("You lazy idiot, fix the build by Friday.", "Could you please fix the build by Friday?"),
    ("Dammit, don't touch main.", "Please don't touch main."),
    ("Freeze the branch until Monday.", "Could you please freeze the branch until Monday?"),
]


@pytest.mark.parametrize(("order", "request_"), REQUESTS)
def test_an_order_becomes_a_request(order: str, request_: str) -> None:
    assert softened(order, 2) == request_


STATEMENTS = [
    "Freeze ends 12/15 00:00 JST.",
    "Release starts at 9.",
    "Access expires tomorrow.",
    "Each tenant gets a reset link by email.",
    "Every order returns a receipt by email.",
    "Test results are in: 4 failures out of 812.",
    "Review comments are attached.",
    "Order 4411 was charged twice. Customer wants a refund by Monday.",
    "Update on the incident: the cause was a config push at 09:12.",
    "Build failed: exit code 137.",
    "Change requests go through Dana.",
    "Work continues tomorrow.",
    "Prune job ran at 02:00.",
    "Address changed to 4 Main St.",
    "Set up the new server yesterday.",
    "Let me check and get back to you by noon.",
    "See you tomorrow!",
    "Thanks for the quick fix! Could you also look at PR #91 when CI is green?",
    "Please fix this today.",
    "We need to stop the job, fix the script, and rerun it tonight.",
    '"Fix it now" is what the customer wrote.',
    "1. Open the settings page\n2. Click Export",
    "- Fix the header\n- Remove the banner",
    "We can't reproduce the bug on staging. It may be related to the TLS proxy.",
    "I don't think we can ship this by Friday, but we could do a partial release.",
]


@pytest.mark.parametrize("text", STATEMENTS)
@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_a_calm_text_is_left_alone(text: str, intensity: int) -> None:
    assert softened(text, intensity) == text


@pytest.mark.parametrize("word", ["API", "AWS", "SQL", "ASAP", "HTTP"])
def test_acronyms_are_no_shouting(word: str) -> None:
    assert softened(f"The {word} limit is NOT documented.") == f"The {word} limit is not documented."


def test_requests_do_not_all_sound_alike() -> None:
    written = softened("Stop pushing to main. Use a branch. Tell the team.", 3)
    assert written == (
        "I would appreciate it if you could stop pushing to main. Could you please use a branch? "
        "I would appreciate it if you could tell the team."
    )
