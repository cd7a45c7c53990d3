"""A batch's texts are asked about under names that tell nothing, and measured with the answers."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.models.reader_model import said, shown
from tests.training.test_first_sight import PAIR, batch
from training import witness_prompts, witness_sight
from training.first_sight import read_batch

PAIRS = Path(__file__).parents[2] / "training" / "pairs" / "batch_01.jsonl"
MASKED = PAIR | {
    "original": "Send the 12 boxes to bea@example.com by Friday.",
    "rewritten": "Could you send the 12 boxes to bea@example.com by Friday?",
}


def prompts(folder: Path, *pairs: dict[str, Any]) -> list[dict[str, str]]:
    out = folder / "prompts.jsonl"
    witness_prompts.main([str(batch(folder, *pairs)), str(out)])
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_each_text_is_asked_about_as_the_product_would_and_by_no_name_that_tells(tmp_path: Path) -> None:
    found = prompts(tmp_path, MASKED)
    assert len(found) == 3 and all(re.fullmatch("[0-9a-f]{12}", each["id"]) for each in found)
    assert [each["id"] for each in found] == sorted(each["id"] for each in found)
    assert all("{" in each["system"] and "{{" not in each["system"] for each in found)
    assert all("1. Send the 12 boxes to ⟦EMAIL_1_" in each["user"] and "bea@" not in each["user"] for each in found)


def answered(folder: Path, told: dict[str, object]) -> Path:
    path = folder / "answers.jsonl"
    rows = [json.dumps({"id": name, "answer": answer}) for name, answer in told.items()]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def figures(folder: Path, answers: Path) -> dict[str, str]:
    record = folder / "record.csv"
    witness_sight.main([str(folder / "batch.jsonl"), str(answers), "--record", str(record)])
    (row,) = csv.DictReader(record.read_text(encoding="utf-8").splitlines())
    return row


def test_answers_are_measured_with_the_marks_of_their_own_prompt(tmp_path: Path) -> None:
    told: dict[str, object] = {}
    for each in prompts(tmp_path, MASKED):
        mark = each["user"][each["user"].index("⟦") :].split("⟧")[0] + "⟧"
        verdict = "changed" if "21 boxes" in each["user"] or "as agreed" in each["user"] else "kept"
        line = {"number": 1, "words": f"boxes to {mark}", "verdict": verdict}
        told[each["id"]] = {"claims": [line], "beyond": []}
    row = figures(tmp_path, answered(tmp_path, told))
    assert (row["answered"], row["whole"], row["faithful_review"]) == ("1.0", "1.0", "0.0")
    assert (row["errors_review_alone"], row["errors_review"]) == ("0.5", "1.0")


def test_what_is_no_answer_changes_nothing_and_the_same_ones_count_once(tmp_path: Path) -> None:
    told: dict[str, object] = {each["id"]: "I'd rather not." for each in prompts(tmp_path, PAIR)}
    answers = answered(tmp_path, told)
    row = figures(tmp_path, answers)
    assert (row["answered"], row["errors_review"]) == ("0.0", row["errors_review_alone"])
    with pytest.raises(SystemExit, match="measured before"):
        figures(tmp_path, answers)


def test_a_file_of_no_answers_says_so(tmp_path: Path) -> None:
    batch(tmp_path, PAIR)
    (tmp_path / "answers.jsonl").write_text('{"id": "a"}', encoding="utf-8")
    with pytest.raises(SystemExit, match="a line that is no answer"):
        figures(tmp_path, tmp_path / "answers.jsonl")


def test_with_a_witness_that_knows_the_truth_errors_are_found_and_faithful_texts_stand(tmp_path: Path) -> None:
    pairs = read_batch(PAIRS)[::4]
    asked = {each["id"]: each for each in prompts(tmp_path, *pairs)}
    texts = [(text, at) for pair in pairs for at, text in enumerate(witness_prompts.texts_of(pair))]
    told: dict[str, object] = {text.id: truth(text.pair, at, asked[text.id]["user"]) for text, at in texts}
    row = figures(tmp_path, answered(tmp_path, told))
    assert float(row["errors_review"]) >= 0.93 > float(row["errors_review_alone"])
    assert row["faithful_review"] == row["faithful_review_alone"]
    assert float(row["faithful_look"]) < float(row["faithful_look_alone"])


def truth(pair: dict[str, Any], at: int, user: str) -> str:
    """All kept; where an error was planted, the words that hold it are said to be another claim's, or new."""
    seen = shown("\n".join(user.split("\n")[1:-1]))
    assert seen is not None
    planted = pair["mutations"][at - 1]["replace"].strip() if at else ""
    if not at:
        return said(seen)
    return said(seen, {"": ("changed", planted) if planted else ("missing", "")}, beyond=(planted,) if planted else ())
