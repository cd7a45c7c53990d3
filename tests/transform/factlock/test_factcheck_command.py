"""A line in, a line out."""

import io
import json

from apps.transform.management.commands.factcheck import Command
from tonebridge.jsonl import answer_lines


def ask(*lines: str) -> list[dict[str, object]]:
    out = io.StringIO()
    answer_lines([line.encode() for line in lines], out, lambda row: Command().answer(row, {}))
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_gets_an_answer_with_its_id() -> None:
    good = json.dumps(
        {"id": "a", "original": "17時まで。", "rewritten": "午後5時まで。", "transformation_type": "soften"}
    )
    bad = json.dumps({"id": "b", "original": "17時まで。", "rewritten": "午後7時まで。"})
    first, second = ask(good, bad)
    assert first == {"id": "a", "ok": True, "verdict": "kept", "findings": []}
    assert (second["id"], second["ok"], second["verdict"]) == ("b", False, "review")
    assert second["findings"] == [
        {
            "kind": "time",
            "original": "17時",
            "rewritten": "午後7時",
            "status": "changed",
            "reason": "fact_changed",
            "confidence": 1.0,
        }
    ]


def test_where_only_the_meaning_may_have_changed_the_line_is_fine_and_says_where_to_look() -> None:
    (answer,) = ask(json.dumps({"id": "a", "original": "本番には出さないで。", "rewritten": "本番に出してください。"}))
    assert (answer["ok"], answer["verdict"]) == (True, "look")
    findings = answer["findings"]
    assert isinstance(findings, list) and findings
    assert {finding["status"] for finding in findings} == {"look"}
    assert all(0 < finding["confidence"] < 1 for finding in findings)
    assert ("本番には出さないで", "本番に出してください") in [
        (each["original"], each["rewritten"]) for each in findings
    ]


def test_a_bad_line_is_answered_and_the_rest_goes_on() -> None:
    answers = ask("{", '{"id": 1}', '{"id": 2, "original": "a", "rewritten": "a", "transformation_type": "poem"}', "[]")
    assert ["error" in answer for answer in answers] == [True] * 4
    assert [answer.get("id") for answer in answers] == [None, 1, 2, None]
