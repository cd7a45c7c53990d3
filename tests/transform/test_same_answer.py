"""The same message gets the same bytes in every process, and a message that was helped once is helped."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from apps.transform.contracts import Intensity, Language, TransformationType
from apps.transform.rewriting.edits import kept_percent
from tests.transform.test_tokens_survive import CONTEXTS, verified

CHECKOUT = Path(__file__).parents[2]
MESSAGES: dict[Language, str] = {
    "ja": (
        "お疲れさまです。決済の改修は最低3人日かかります。6/20の17時までに仕様書を確認して、田中さんに返信しろ。勝手に本番へ反映するな。"
        "原因はDBの枯渇っぽいですが、まだ確定していません。APIのレイテンシは早めに直してほしい。"
    ),
    "en": (
        "Hi team, the refund job failed 3 times and you clearly didn't run the tests. Revert PR #12 by June 20. Don't touch the "
        "database before Maria approves. It might be the cache, but we aren't sure yet. Deploy the API soon."
    ),
}
EDITING = (TransformationType.SOFTEN, TransformationType.CLARIFY, TransformationType.TERMINOLOGY)
LEAST_KEPT = 90
"""Percent of the first result's characters."""
OF_THE_CALL = {"processing_time_ms"}


def answers(seed: str) -> list[dict[str, object]]:
    """What a new process answers, with another order of its sets."""
    lines = [
        json.dumps({"id": f"{kind} {language}", "text": text, "transformation_type": kind, "intensity": 3})
        for kind in TransformationType
        for language, text in MESSAGES.items()
    ]
    command = [sys.executable, "-W", "ignore", "manage.py", "transform", "--jsonl"]
    told = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        command, input="\n".join(lines), cwd=CHECKOUT, env=told, capture_output=True, text=True, check=True
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [{name: value for name, value in row.items() if name not in OF_THE_CALL} for row in rows]


def test_another_process_answers_the_same_bytes() -> None:
    first, second = answers("1"), answers("2")
    assert len(first) == len(TransformationType) * len(MESSAGES)
    assert json.dumps(first) == json.dumps(second)


@pytest.mark.parametrize("kind", EDITING)
@pytest.mark.parametrize("intensity", Intensity)
@pytest.mark.parametrize("language", MESSAGES)
def test_a_second_pass_leaves_a_result_next_to_as_it_is(
    kind: TransformationType, intensity: Intensity, language: Language
) -> None:
    once = verified(kind, MESSAGES[language], intensity, CONTEXTS[1]).text
    twice = verified(kind, once, intensity, CONTEXTS[1]).text
    assert min(kept_percent(once, twice), kept_percent(twice, once)) >= LEAST_KEPT
