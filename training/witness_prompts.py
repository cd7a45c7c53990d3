"""What a model is asked that compares a rewrite with its message (`LLM_VERIFY`), for each text of a batch: so that somebody answers who
hasn't seen which of them hold an error.

    python -m training.witness_prompts BATCH OUT.jsonl

BATCH is one of `training/pairs/`. A line of OUT holds `id`, `system` and `user`, in an order and under names that tell nothing of the texts. An
answer is a line with the `id` and the JSON object as it was written, `answer`; `training.witness_sight` says what the fact lock makes of them.
"""

import argparse
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import django

from training.first_sight import Pair, planted, read_batch

if TYPE_CHECKING:
    from apps.transform.contracts import Draft, FactLedger, ModelQuestion
    from apps.transform.story.guarding import ModelGuard

TOKEN = re.compile(r"(⟦[A-Z_]+_\d+_)[0-9a-f]+⟧")
"""What stands for something hidden; its last part is another one each time."""


@dataclass(frozen=True)
class Text:
    """One rewrite of a pair: the faithful one, whose `kind` is empty, or one with an error of that kind."""

    pair: Pair
    kind: str
    rewritten: str
    id: str


def texts_of(pair: Pair) -> Iterator[Text]:
    """The faithful rewrite, and those with an error."""
    for number, (kind, rewritten) in enumerate([("", pair["rewritten"]), *planted(pair)]):
        name = hashlib.sha256(f"{pair['id']}\0{number}\0{rewritten}".encode()).hexdigest()[:12]
        yield Text(pair, kind, rewritten, name)


class Asked:
    """One text, as the product would have it compared."""

    def __init__(self, text: Text) -> None:
        self._guard, self._draft = _guarded(text)
        self.question: ModelQuestion | None = self._guard.comparison(self._draft)

    def ledger(self, answer: str = "") -> "FactLedger":
        """Of the values; with an answer, settled by it. Raises NoTestimony."""
        if answer and self.question:
            self._guard.hear(self._draft, self._with_tokens(answer, self.question), "recorded")
        return self._guard.verified(self._draft).facts

    def _with_tokens(self, answer: str, question: "ModelQuestion") -> str:
        """An answer to the same question with other tokens."""
        now = {found[1]: found.group() for found in TOKEN.finditer(question.message)}
        return TOKEN.sub(lambda found: now.get(found[1], found.group()), answer)


def _guarded(text: Text) -> "tuple[ModelGuard, Draft]":
    from apps.analyze.language.document import read_document
    from apps.transform.contracts import Draft, TransformationType, TransformRequest
    from apps.transform.story.guarding import ModelGuard

    pair, kind = text.pair, TransformationType(text.pair["type"])
    wanted = TransformRequest(pair["original"], kind, language=pair["lang"], reader_language=pair["lang"])
    return ModelGuard(wanted, read_document(wanted.text)), Draft(composed=text.rewritten)


def prompts_of(text: Text) -> dict[str, str] | None:
    """The two turns of the call; None where there is nothing to compare."""
    from apps.transform.providers.prompts import HUMAN, variables_of

    question = Asked(text).question
    if question is None or question.prompt is None:
        return None
    variables = variables_of(question.prompt, question)
    return {"id": text.id, "system": question.prompt.system.format(**variables), "user": HUMAN.format(**variables)}


def main(arguments: list[str]) -> None:
    """Write the prompts of a batch."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("batch", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args(arguments)
    texts = sorted((text for pair in read_batch(given.batch) for text in texts_of(pair)), key=lambda text: text.id)
    lines = [json.dumps(found, ensure_ascii=False) for text in texts if (found := prompts_of(text))]
    given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} prompts in {given.out}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonebridge.settings.local")
    django.setup()
    main(sys.argv[1:])
