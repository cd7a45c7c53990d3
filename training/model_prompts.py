"""What a model would be told for each message of a file, masks and all, so that somebody can answer in its place.

    python -m training.model_prompts MESSAGES.jsonl OUT.jsonl

OUT gets a line a message: `id`, `system`, `user`. Beside it stands OUT's name with `.masks` before its ending: `id` and `masks`, the hidden
values by their marks. Whoever answers sees OUT alone, as a model does.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from apps.transform.contracts import TransformRequest
    from apps.transform.story.guarding import ModelGuard

MARK = re.compile("⟦[^⟧]*⟧")


def export(messages: Path, out: Path) -> int:
    """Write both files; how many messages there were. Raises SystemExit where a line is no message."""
    from training.messages import read_messages

    told = {name: _told(wanted) for name, wanted in read_messages(messages).items()}
    _write(out, ({"id": name} | prompt for name, (prompt, _masks) in told.items()))
    _write(masks_beside(out), ({"id": name, "masks": masks} for name, (_prompt, masks) in told.items()))
    return len(told)


def masks_beside(prompts: Path) -> Path:
    """Where the hidden values of a file of prompts stand."""
    return prompts.with_suffix(f".masks{prompts.suffix}")


def marks_of(guard: "ModelGuard") -> dict[str, str]:
    """The values that a model doesn't see, by their marks."""
    asked = guard.question()
    masked = "\n".join([asked.message, asked.sender, asked.receiver, asked.background, asked.words])
    return {mark: guard.restored(mark) for mark in dict.fromkeys(MARK.findall(masked)) if guard.restored(mark) != mark}


def _told(wanted: "TransformRequest") -> tuple[dict[str, str], dict[str, str]]:
    from apps.analyze.language.document import read_document
    from apps.transform.providers.prompts import HUMAN, prompt_for, variables_of
    from apps.transform.story.guarding import ModelGuard

    guard, prompt = ModelGuard(wanted, read_document(wanted.text)), prompt_for(wanted)
    values = variables_of(prompt, guard.question())
    told = {"system": prompt.system.format(**values), "user": HUMAN.format(**values)}
    return told, marks_of(guard)


def _write(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Write the prompts of a file of messages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("messages", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args(arguments)
    print(
        f"{export(given.messages, given.out)} prompts in {given.out}, their hidden values in {masks_beside(given.out)}"
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonebridge.settings.local")
    django.setup()
    main(sys.argv[1:])
