"""What cost a fact is undone; the rest of the rewrite stands."""

from apps.analyze.language.document import read_document
from apps.transform.contracts import Edit, TransformationType
from apps.transform.factlock.repair import repair
from apps.transform.rewriting.edits import apply_edits

TEXT = "至急確認して。期限は6/20の17時。勝手に変えないで。"


def edit(old: str, new: str) -> Edit:
    start = TEXT.index(old)
    return Edit(start, start + len(old), new, "restored")


def repaired(*edits: Edit) -> tuple[str, str]:
    kept, ledger = repair(read_document(TEXT), edits, language="ja", transformation_type=TransformationType.SOFTEN)
    return apply_edits(TEXT, kept), ledger.status


def test_harmless_edits_all_stand() -> None:
    polite = edit("確認して", "ご確認をお願いいたします")
    assert repaired(polite) == (TEXT.replace("確認して", "ご確認をお願いいたします"), "kept")


def test_only_the_edit_that_costs_a_fact_is_undone() -> None:
    polite, wrong = edit("確認して", "ご確認をお願いいたします"), edit("17時", "19時")
    assert repaired(polite, wrong) == (TEXT.replace("確認して", "ご確認をお願いいたします"), "repaired")


def test_a_lost_negation_is_put_back() -> None:
    assert repaired(edit("変えないで", "変えてください")) == (TEXT, "repaired")


def test_the_ledger_names_what_was_repaired() -> None:
    _, ledger = repair(read_document(TEXT), (edit("6/20", "6/21"),), language="ja", transformation_type=None)
    assert [item.status for item in ledger.items if item.original == "6/20"] == ["repaired"]


def test_what_was_done_for_one_reason_falls_together() -> None:
    text = "Renew 3 keys by 5pm."
    wrong = (Edit(0, 7, "Could you please renew 4", "soften_en.order"), Edit(19, 20, "?", "soften_en.order"))
    kept, _ledger = repair(read_document(text), wrong, language="en", transformation_type=TransformationType.SOFTEN)
    assert kept == ()


def test_a_sentence_without_a_broken_fact_keeps_its_edits() -> None:
    text = "先に伝えて。" * 3 + "上限は3人。" + "後で見て。" * 3
    places = [at for at in range(len(text)) if text.startswith(("伝えて", "見て"), at)]
    polite = [Edit(at, text.index("。", at), "ご確認をお願いします", "imperative") for at in places]
    wrong = Edit(text.index("3人"), text.index("3人") + 2, "5人", "casual")
    edits = tuple(sorted([*polite, wrong], key=lambda edit: edit.start))
    kept, ledger = repair(read_document(text), edits, language="ja", transformation_type=TransformationType.SOFTEN)
    assert (kept, ledger.status) == (tuple(polite), "repaired")
