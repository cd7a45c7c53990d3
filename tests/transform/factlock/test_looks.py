"""Values decide, meaning hints: which status a finding has, and when it blocks."""

import pytest

from apps.analyze.language.document import read_document
from apps.transform.contracts import Edit, FactItem
from apps.transform.factlock.compare import blocks, compare, compare_edits, is_harmless
from apps.transform.factlock.hints import CONFIDENCE
from apps.transform.factlock.repair import repair
from apps.transform.rewriting.rulebook.reasons import FOLDER, ReasonEntry
from tests.transform.factlock.noticing import is_noticed
from tonebridge.rulebooks import load_entries

TEXT = "本番には出さないで。期限は6/20。"
TURNED = "本番に出してください。期限は6月20日です。"
WHOLE = (Edit(0, len(TEXT), TURNED, "restored"),)


def test_a_meaning_that_may_have_changed_is_a_look_with_both_passages_and_its_reason() -> None:
    ledger = compare(TEXT, TURNED, language="ja")
    looks = [item for item in ledger.items if item.status == "look"]
    assert ledger.status == "look"
    assert ("本番には出さないで", "本番に出してください", "meaning_negation") in [
        (item.original, item.found, item.reason) for item in looks
    ]
    assert all(0 < item.confidence < 1 and not blocks(item) and not is_harmless(item) for item in looks)


def test_a_broken_value_is_worse_than_a_look_and_certain() -> None:
    ledger = compare(TEXT, TURNED.replace("20日", "21日"), language="ja")
    assert ledger.status == "review"
    assert [(item.original, item.found, item.confidence) for item in ledger.items if blocks(item)] == [
        ("6/20", "6月21日", 1.0)
    ]
    assert "look" in [item.status for item in ledger.items]


def test_a_ledger_says_that_values_were_compared_and_no_more() -> None:
    assert compare(TEXT, TEXT, language="ja").checked == "values"


def test_an_edit_that_turns_the_meaning_blocks_and_is_undone() -> None:
    assert compare_edits(TEXT, WHOLE, language="ja").status == "review"
    assert repair(read_document(TEXT), WHOLE, language="ja", transformation_type=None)[0] == ()


def test_edits_that_nobody_would_undo_are_hints_too() -> None:
    ledger = compare_edits(TEXT, WHOLE, language="ja", meaning_blocks=False)
    assert ledger.status == "look"


def test_a_trend_that_turned_shows_what_was_said_of_it() -> None:
    ledger = compare("売上は12%下がった。", "売上は12%上昇しました。", language="ja")
    assert is_noticed(ledger)
    assert ("売上は12%下がった", "売上は12%上昇しました") in [(item.original, item.found) for item in ledger.items]


@pytest.mark.parametrize(
    ("status", "harmless", "blocking"),
    [
        ("kept", True, False),
        ("same_value", True, False),
        ("look", False, False),
        ("lost", False, True),
        ("added", False, True),
        ("changed", False, True),
    ],
)
def test_what_a_status_means(status: str, harmless: bool, blocking: bool) -> None:
    item = FactItem("number", "3", "4", status)  # type: ignore[arg-type]  # one of them
    assert (is_harmless(item), blocks(item)) == (harmless, blocking)


def test_every_reason_about_meaning_has_its_confidence() -> None:
    codes = {entry.code for entry in load_entries(FOLDER / "factlock.yaml", ReasonEntry)}
    about = {code for code in codes if code.startswith(("meaning_", "statement_"))}
    assert set(CONFIDENCE) == about
    assert all(0 < confidence < 1 for both in CONFIDENCE.values() for confidence in both)
