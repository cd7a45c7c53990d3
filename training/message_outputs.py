"""What the rules make of a batch of messages, for readers to grade.

python -m training.message_outputs FOLDER        reads FOLDER/messages.jsonl (`training/messages.py`), writes FOLDER/outputs.jsonl

One line a message: what the reader is shown (the message, what was asked for, the result with its questions, warnings and passages that the
rules aren't sure of, the ledger), and the commit that wrote it. Two readers who have seen neither rules nor code each write
FOLDER/grades_1.jsonl and grades_2.jsonl: `id`, `grade` (A: would send it, B: after a small edit, C: no real help, D: harmful) and `fault`.
"""

import json
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

from training.sight_record import commit


def outputs(folder: Path) -> Iterator[dict[str, Any]]:
    """One a message. Raises SystemExit for a line that is no message."""
    from apps.transform.bodies import plain
    from apps.transform.providers.ladder import configured_ladder
    from apps.transform.story import pipeline
    from training.messages import read_messages

    written = commit()
    for name, wanted in read_messages(folder / "messages.jsonl").items():
        result = plain(pipeline.run(wanted, ladder=configured_ladder()))
        yield {
            "id": name,
            "commit": written,
            "language": wanted.language,
            "type": wanted.transformation_type,
            "intensity": int(wanted.intensity),
            "sender": wanted.context.sender_role,
            "receiver": wanted.context.receiver_role,
            "message": wanted.text,
            "result": result["transformed_text"],
            "questions": [each["text"] for each in result["questions"]],
            "warnings": [each["message"] for each in result["warnings"]],
            "unsure": [each["text"] for each in result.get("unsure", ())],
            "facts": result["facts"]["status"],
            "missing": [each["original"] for each in result["facts"]["items"] if each["status"] != "kept"],
        }


def main(arguments: list[str]) -> None:
    """Write the outputs of one batch."""
    if len(arguments) != 1:
        raise SystemExit((__doc__ or "").strip())
    folder = Path(arguments[0])
    lines = [json.dumps(each, ensure_ascii=False) + "\n" for each in outputs(folder)]
    (folder / "outputs.jsonl").write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} outputs: {folder / 'outputs.jsonl'}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonebridge.settings.local")
    django.setup()
    logging.getLogger("apps").setLevel(logging.ERROR)
    main(sys.argv[1:])
