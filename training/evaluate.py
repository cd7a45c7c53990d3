"""`make eval`: what the product reaches on texts of others, compared with `tests/eval/floors.json`.

    python -m training.evaluate --folder DIR [--update]

DIR holds `messages/check.py`, `eval/factlock.py` and `eval/score.py`; where none of them is there is nothing to compare, which is
said. Where only some are, that is an error: a judge that went missing must not look like a pass.
A figure below its floor fails; `--update` raises the floors to what was reached, never lowers one. `factlock.*` is printed and has no
floor: see UNHELD. Figures of sets that a model was
trained on tell how well it remembers: what it reaches on unseen texts stands in its card under `apps/analyze/weights/`.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "eval" / "floors.json"
SLACK = 0.0005
"""Figures are printed to three digits."""

Figures = dict[str, float]
UNHELD = "factlock."
"""Their floors belonged to the promise that every finding stops a text. Now values stop it and meaning is shown to look at, so `recall`
(of the verdict `review`) counts the errors of value alone; what is noticed is beside it. What holds is what unseen texts say.
"""
SCORE_ROW = re.compile(r"^(\w+) +(\w+) +(-?\d\.\d{3}) +\d\.\d{3} +\d\.\d{3}", re.M)
NOTICED_ROW = re.compile(
    r"^(planted|faithful)(?: (values|meaning))? +(\d\.\d{3}) +of \d+(?: +with look (\d\.\d{3}))?$", re.M
)
FACTLOCK_ROW = re.compile(r"^recall (\d\.\d+), false alarms (\d\.\d+)", re.M)
MESSAGES_ROW = re.compile(r"^(\d+) of (\d+) messages pass, (\d+) of (\d+) checks hold", re.M)


@dataclass(frozen=True)
class Part:
    """A judge, the command of the product that it asks, and what it may answer with."""

    script: str
    command: str
    exits: tuple[int, ...] = (0,)


PARTS = (
    Part("messages/check.py", "transform", exits=(0, 1)),
    Part("eval/factlock.py", "factcheck"),
    Part("eval/score.py", "analyze"),
)


def figures_in(text: str) -> Iterator[tuple[str, float]]:
    """Name and value of each figure on a judge's screen; 1 is best for all of them."""
    for name, figure, value in SCORE_ROW.findall(text):
        yield f"{name}.{figure}", float(value)
    for recall, alarms in FACTLOCK_ROW.findall(text):
        yield "factlock.recall", float(recall)
        yield "factlock.quiet", round(1 - float(alarms), 3)
    for group, kind, stopped, noticed in NOTICED_ROW.findall(text):
        yield from _noticed(group, kind, float(stopped), float(noticed or stopped))
    for passing, messages, holding, checks in MESSAGES_ROW.findall(text):
        yield "messages.pass", round(int(passing) / int(messages), 3)
        yield "messages.checks", round(int(holding) / int(checks), 3)


def _noticed(group: str, kind: str, stopped: float, noticed: float) -> Iterator[tuple[str, float]]:
    """Of planted errors, all and by kind, the share that is stopped and that a reader is told of; of faithful texts, that nothing is
    said of.
    """
    if group == "faithful":
        yield "factlock.unmarked", round(1 - noticed, 3)
        return
    if kind:
        yield f"factlock.{kind}", stopped
    yield f"factlock.{kind or 'all'}_noticed", noticed


def fallen(floors: Figures, reached: Figures) -> list[str]:
    """A sentence for each figure that is below its floor or missing."""
    return [
        f"{name} is {reached[name]:.3f}, was {floor:.3f}" if name in reached else f"{name} is missing, was {floor:.3f}"
        for name, floor in sorted(floors.items())
        if reached.get(name, -1.0) < floor - SLACK
    ]


def raised(floors: Figures, reached: Figures) -> Figures:
    """The higher of both, by name; of figures that have a floor."""
    held = sorted(name for name in {*floors, *reached} if not name.startswith(UNHELD))
    return {name: max(floors.get(name, -1.0), reached.get(name, -1.0)) for name in held}


def have_judges(folder: Path) -> bool:
    """Whether the judges are there. Raises SystemExit when only some of them are."""
    missing = [part.script for part in PARTS if not (folder / part.script).is_file()]
    if missing and len(missing) < len(PARTS):
        raise SystemExit(f"{folder} lacks {', '.join(missing)}: the figures can't be compared.")
    return not missing


def ask(folder: Path, part: Part) -> Figures:
    """The figures of one judge. Raises SystemExit with its last words when it can't judge."""
    command = [sys.executable, str(folder / part.script), "--", sys.executable, "manage.py", part.command, "--jsonl"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    print(done.stdout, end="", flush=True)
    if done.returncode not in part.exits:
        raise SystemExit(f"{part.script} ended with {done.returncode}: {done.stderr[-1500:]}")
    return dict(figures_in(done.stdout))


def main() -> None:
    """Ask every judge, then compare or raise."""
    parser = argparse.ArgumentParser(description="Compare what the product reaches with its floors.")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--update", action="store_true", help="raise the floors to what was reached")
    wanted = parser.parse_args()
    folder: Path = wanted.folder.resolve()
    if not have_judges(folder):
        print(f"Skipped: the evaluation sets are not at {folder} (name another folder with EVAL_DIR).")
        return
    reached = {name: value for part in PARTS for name, value in ask(folder, part).items()}
    floors: Figures = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    if wanted.update:
        FLOORS.write_text(json.dumps(raised(floors, reached), indent=2) + "\n", encoding="utf-8")
    if lost := fallen(floors, reached):
        raise SystemExit("Below the floor:\n  " + "\n  ".join(lost))
    print(f"{len(reached)} figures, none below its floor.")


if __name__ == "__main__":
    main()
