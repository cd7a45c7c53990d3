"""What a clause is for is judged where that is sure, and a role of the cues goes where next to nothing speaks for it."""

import pytest

from apps.analyze.language.document import read_document
from apps.transform.rewriting.roles import Role, read_statements
from apps.transform.rewriting.roles.agreement import agreed
from apps.transform.rewriting.roles.purpose import SURE, Judgement, Purpose, judge


@pytest.mark.parametrize(
    ("clauses", "language", "purpose"),
    [
        (["お世話になっております。", "請求書を2通お送りいただけますか。"], "ja", Purpose.REQUEST),
        (["昨夜から止まっています。", "型枠が歪んでいたためです。"], "ja", Purpose.CAUSE),
        (["お世話になっております。", "早速のご対応、ありがとうございました。"], "ja", Purpose.THANKS),
        (["Hi Tom,\n", "Could you send me the two invoices, please?"], "en", Purpose.REQUEST),
        (["The belt stopped twice. ", "Which shift was that?"], "en", Purpose.QUESTION),
        (["If it rains, ", "we start at ten."], "en", Purpose.CONDITION),
        (["Hi all. ", "Payroll owns the form."], "en", Purpose.OWNER),
    ],
)
def test_a_clear_clause_is_judged(clauses: list[str], language: str, purpose: Purpose) -> None:
    assert purpose in [each.purpose for each in judge(clauses, language)]


@pytest.mark.parametrize("text", ["", "。", "…", "x" * 5_000, "\n\n", "\ud800"])
def test_what_says_nothing_is_not_judged(text: str) -> None:
    (judged,) = judge([text], "ja")
    assert sum(likelihood for _purpose, likelihood in judged.ranked) == pytest.approx(1)


def test_a_judgement_below_its_threshold_says_nothing() -> None:
    unsure = Judgement(((Purpose.EVENT, SURE - 0.01), (Purpose.FINDING, 1 - SURE + 0.01)))
    assert unsure.purpose is None
    assert unsure.likelihood(Purpose.EVENT, Purpose.FINDING) == pytest.approx(1)


def of(purpose: Purpose, likelihood: float) -> Judgement:
    other = Purpose.GREETING if purpose is not Purpose.GREETING else Purpose.BACKGROUND
    return Judgement(((purpose, likelihood), (other, 1 - likelihood)))


@pytest.mark.parametrize(
    ("cued", "judged", "role"),
    [
        (Role.CAUSE, of(Purpose.COMMITMENT, 0.9), Role.NEXT),
        (Role.CAUSE, of(Purpose.OUTBURST, 0.9), Role.BACKGROUND),
        (Role.CAUSE, of(Purpose.CAUSE, 0.4), Role.CAUSE),
        (Role.BACKGROUND, of(Purpose.DECISION, 0.9), Role.DECISION),
        (Role.BACKGROUND, of(Purpose.DECISION, 0.5), Role.BACKGROUND),
    ],
)
def test_cues_and_what_was_learned_agree_on_a_role(cued: Role, judged: Judgement, role: Role) -> None:
    assert agreed(cued, judged, "工具を替えます。") is role


def test_what_is_past_is_no_plan() -> None:
    assert agreed(Role.NEXT, of(Purpose.EVENT, 0.9), "次の便は出ました。") is Role.OCCURRENCE


def test_statements_carry_their_purpose() -> None:
    *_, asked = read_statements(read_document("お世話になっております。\n請求書を2通お送りいただけますか。"), "ja")
    assert (asked.role, asked.purpose) == (Role.REQUEST, Purpose.REQUEST)
