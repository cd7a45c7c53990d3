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
    assert first == {"id": "a", "ok": True, "findings": []}
    assert (second["id"], second["ok"]) == ("b", False)


def test_a_bad_line_is_answered_and_the_rest_goes_on() -> None:
    answers = ask("{", '{"id": 1}', '{"id": 2, "original": "a", "rewritten": "a", "transformation_type": "poem"}', "[]")
    assert ["error" in answer for answer in answers] == [True] * 4
    assert [answer.get("id") for answer in answers] == [None, 1, 2, None]
