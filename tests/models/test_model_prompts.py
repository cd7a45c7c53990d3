"""Whoever answers in a model's place is told exactly what goes over the wire."""

import json
import re
from pathlib import Path

import pytest

from apps.transform.contracts import TransformationType
from apps.transform.providers.ladder import configured_ladder
from apps.transform.story import pipeline
from tests.models.conftest import Models
from training.messages import read_messages
from training.model_prompts import export

TEXT = {
    "ja": "田中さん、`run` で42件を直せ。https://ci.example.com/42 を見ろ。{0} はそのまま。",
    "en": "Mr. Kowalski, send 12 boxes to dana@example.com. Keep {0}.",
}


def without_chance(told: str) -> str:
    """A prompt without what is made anew for each."""
    return re.sub(r"_[0-9a-f]{4}⟧", "_⟧", re.sub(r"message-[0-9a-f]{24}", "message-", told))


@pytest.mark.parametrize("kind", [kind.value for kind in TransformationType])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_is_what_the_model_gets(models: Models, tmp_path: Path, kind: str, language: str) -> None:
    message = {"id": "one", "lang": language, "type": kind, "intensity": 3, "text": TEXT[language], "sender": "営業"}
    more = {
        "context": {"background": "Mr. Kowalski {1}", "receiver_role": "CTO"},
        "options": {"preserve_terms": ["Keep"]},
    }
    path, out = tmp_path / "messages.jsonl", tmp_path / "prompts.jsonl"
    path.write_text(json.dumps(message | more), encoding="utf-8")
    export(path, out)
    pipeline.run(read_messages(path)["one"], ladder=configured_ladder())
    told = json.loads(out.read_text(encoding="utf-8"))
    sent = [turn["content"] for turn in json.loads(models.primary.received[0])["messages"]]
    assert [without_chance(told["system"]), without_chance(told["user"])] == list(map(without_chance, sent))
