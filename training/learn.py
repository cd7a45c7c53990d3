"""Train a model from its recipe: figures held out by folds first, then the weights from all examples."""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from apps.analyze.learned.grams import Grams
from apps.analyze.learned.linear import SIZES, WEIGHTS
from training.logistic import Floats, Table, fit

FOLDS = 5


@dataclass(frozen=True)
class Example:
    """A text as its lens sees it, and what is true of it. `group` keeps what belongs together in one fold."""

    group: str
    grams: Grams
    signals: Sequence[float]
    truth: str
    importance: float = 1.0


@dataclass(frozen=True)
class Recipe:
    """`speaks_for(label, truth)` says whether a truth counts for a label; `figures(truths, logits)` measures, one
    column of logits a label."""

    name: str
    labels: tuple[str, ...]
    examples: Callable[[Path], list[Example]]
    speaks_for: Callable[[str, str], bool]
    figures: Callable[[list[str], Floats], dict[str, float]]
    penalty: float = 1.2


def read_rows(data: Path, name: str) -> list[dict[str, object]]:
    """The rows of a set, in file order."""
    with (data / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main(recipe: Recipe) -> None:
    """Print the figures and write `weights/<name>.npz`."""
    parser = argparse.ArgumentParser(description=f"Train {recipe.name}.")
    parser.add_argument("--data", type=Path, required=True, help="the folder of the sets, as JSON lines")
    parser.add_argument("--penalty", type=float, default=recipe.penalty)
    parser.add_argument("--dry-run", action="store_true", help="print the figures and write nothing")
    wanted = parser.parse_args()
    examples = recipe.examples(wanted.data)
    table, alike = _table(examples)
    _show(recipe, "held out", examples, held_out(recipe, examples, alike, wanted.penalty))
    duals = [fit(alike, truth, wanted.penalty, _importance(examples)) for truth in _truths(recipe, examples)]
    _show(recipe, "trained on", examples, np.stack([alike @ dual for dual in duals], axis=1))
    if not wanted.dry_run:
        write(recipe, [table.weights(dual) for dual in duals])


def held_out(recipe: Recipe, examples: list[Example], alike: Floats, penalty: float) -> Floats:
    """Logits of every example by a model that hasn't seen its fold."""
    folds = np.array([crc32(example.group.encode()) % FOLDS for example in examples])
    importance, logits = _importance(examples), np.zeros((len(examples), len(recipe.labels)))
    for fold in range(FOLDS):
        seen, unseen = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        for column, truth in enumerate(_truths(recipe, examples)):
            dual = fit(alike[np.ix_(seen, seen)], truth[seen], penalty, importance[seen])
            logits[unseen, column] = alike[np.ix_(unseen, seen)] @ dual
    return logits


def write(recipe: Recipe, weights: list[tuple[Floats, Floats, float]]) -> None:
    """Half precision: a weight's third digit decides nothing."""
    np.savez_compressed(
        WEIGHTS / f"{recipe.name}.npz",
        labels=np.array(recipe.labels),
        grams=np.stack([grams for grams, _, _ in weights]).astype(np.float16),
        signals=np.stack([signals for _, signals, _ in weights]).astype(np.float32),
        bias=np.array([bias for _, _, bias in weights], dtype=np.float32),
    )


def _table(examples: list[Example]) -> tuple[Table, Floats]:
    counts = [len(example.grams.buckets) for example in examples]
    buckets = np.concatenate([example.grams.buckets for example in examples])
    table = Table(
        rows=np.repeat(np.arange(len(examples)), counts),
        buckets=buckets,
        values=np.concatenate([example.grams.values for example in examples]),
        signals=np.array([example.signals for example in examples], dtype=np.float32),
        width=next(size for size in SIZES if size > buckets.max(initial=0)),
    )
    return table, table.alike()


def _truths(recipe: Recipe, examples: list[Example]) -> list[Floats]:
    return [np.array([recipe.speaks_for(label, e.truth) for e in examples], dtype=float) for label in recipe.labels]


def _importance(examples: list[Example]) -> Floats:
    return np.array([example.importance for example in examples])


def _show(recipe: Recipe, how: str, examples: list[Example], logits: Floats) -> None:
    for figure, value in recipe.figures([example.truth for example in examples], logits).items():
        print(f"{recipe.name:14}{how:12}{figure:20}{value:7.3f}")
