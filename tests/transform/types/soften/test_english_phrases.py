"""Phrase rules of English soften: each has a golden case, a reason in both languages, and a place."""

import gc
import re
from pathlib import Path

import pytest

from apps.transform.rewriting.rulebook import RulebookError, load_entries, reason_text
from apps.transform.types.soften.english.phrase_rules import PhraseRule, phrase_rules
from tests.transform.types.soften.english_writing import softened

RULES = [rule for rule, _pattern in phrase_rules()]


@pytest.mark.parametrize("rule", RULES, ids=[rule.example[0][:60] for rule in RULES])
def test_every_rule_writes_its_golden_case(rule: PhraseRule) -> None:
    before, after = rule.example
    assert softened(before, 2) == after


@pytest.mark.parametrize("code", sorted({rule.reason for rule in RULES}))
def test_every_reason_is_told_in_both_languages(code: str) -> None:
    assert reason_text(code, "ja") and reason_text(code, "en")


@pytest.mark.parametrize("wrong", ["match: '(('", "match: x, at: somewhere", "match: x, write: [a, b]", "matches: x"])
def test_a_wrong_rule_stops_the_start_and_names_its_line(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(f"# a comment\n- {{{wrong}, reason: r, example: [a, b]}}\n")
    with pytest.raises(RulebookError, match=r"broken\.yaml:2"):
        load_entries(path, PhraseRule)


@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_a_refusal_stays_a_refusal(intensity: int) -> None:
    for text, left in (
        ("No.", "no"),
        ("Absolutely not.", "no"),
        ("I won't approve this.", "won't"),
        ("That can't be done.", "can't"),
        ("Nope, won't fix.", "won't"),
        ("We can't add it before June 12.", "can't" if intensity < 3 else "won't"),
    ):
        assert left in softened(text, intensity).lower().split() or left in softened(text, intensity).lower()


def test_a_refusal_is_cushioned_once() -> None:
    written = softened("No. We can't add SSO. That won't happen before June 12.", 2)
    assert written == "I'm afraid the answer is no. We can't add SSO. That won't happen before June 12."


def test_an_ultimatum_keeps_condition_and_deadline() -> None:
    written = softened("Fix it today or we'll cancel.", 2)
    assert written == "Please fix it today or we will have to cancel."


def test_a_message_is_never_emptied() -> None:
    assert softened("Seriously?", 3) == "Seriously?"


def test_blame_keeps_what_was_not_done() -> None:
    written = softened("You clearly didn't test the rollback on staging.", 2)
    assert written == "It looks like the rollback was not tested on staging."


INNOCENT = [
    "I'm done testing the build.",
    "Thanks for deleting the old branch.",
    "If it rains tomorrow I'm working from home.",
    "Anyone?",
    "Where is the staging config?",
    "The intern could do it in two days if you have other plans.",
    "The worst case is 5 minutes of downtime.",
    "Only 4 minutes of downtime. Impressive.",
    "The client can't log in yet.",
]


@pytest.mark.parametrize("text", INNOCENT)
@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_what_only_looks_like_a_jab_stays(text: str, intensity: int) -> None:
    assert softened(text, intensity) == text


@pytest.mark.parametrize(
    ("ultimatum", "calm"),
    [
        ("Send it by 3pm, or I'm escalating to Kim.", "Please send it by 3pm, or I will have to escalate to Kim."),
        ("Lower the price or we leave.", "Please lower the price or we will have to leave."),
    ],
)
def test_an_ultimatum_in_the_present_tense_keeps_its_condition(ultimatum: str, calm: str) -> None:
    assert softened(ultimatum, 2) == calm


def test_a_push_before_just_goes_with_it() -> None:
    assert softened("It's not that hard, just restart `redis`.", 2) == "Could you please restart `redis`?"


@pytest.mark.parametrize(
    "text",
    [
        "If you order before June, we'll deliver for free.",
        "Client's freaking out about the invoice.",
    ],
)
def test_an_offer_is_no_threat_and_an_idiom_no_insult(text: str) -> None:
    assert softened(text, 2) == text


def test_what_i_do_in_return_is_not_asked_as_a_question() -> None:
    assert softened("Put a date on it and I'll book the room.", 2) == "Please put a date on it and I'll book the room."


def test_a_condition_is_not_worded_inside_another() -> None:
    assert softened("Call the desk if the lift stops.", 3) == "Could you please call the desk if the lift stops?"


def test_a_reminder_blames_nobody() -> None:
    assert softened("I told you last week.", 2) == "I mentioned this last week."


def matches_kept() -> int:
    gc.collect()
    return sum(type(each) is re.Match for each in gc.get_objects())


def test_what_matched_is_remembered_of_few_messages() -> None:
    def soften_messages(count: int, name: str) -> int:
        for number in range(count):
            softened("".join(f"You are stupid, {name} {number}.{line}.\n" for line in range(20)), 2)
        return matches_kept()

    few = soften_messages(10, "Bob")
    assert soften_messages(40, "Ann") <= few
