"""Logistic models over the grams of a text and the signals that its lens already sees."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from apps.analyze.learned.grams import BUCKETS, CHARACTER_BUCKETS, Grams, Place

WEIGHTS = Path(__file__).resolve().parents[1] / "weights"
SIZES = (BUCKETS, BUCKETS + CHARACTER_BUCKETS)
"""Without and with runs of characters."""


@dataclass(frozen=True)
class Linear:
    """One logistic judgement a label. Rows of the arrays are labels; columns are buckets or signals."""

    labels: tuple[str, ...]
    grams: NDArray[np.float32]
    signals: NDArray[np.float32]
    bias: NDArray[np.float32]

    def logits(self, grams: Grams, signals: Sequence[float]) -> dict[str, float]:
        """Label to log-odds: 0 is even, above speaks for the label.

        Raises ValueError when the model was trained on other signals.
        """
        by_grams = self.grams[:, grams.buckets] @ grams.values
        by_signals = self.signals @ np.asarray(signals, dtype=np.float32)
        return dict(zip(self.labels, (self.bias + by_grams + by_signals).tolist(), strict=True))

    def telling(self, grams: Grams, label: str, count: int = 3) -> list[Place]:
        """The places of words that speak most for a label, at most `count`, the strongest first."""
        weights = np.where(grams.buckets < BUCKETS, self.grams[self.labels.index(label), grams.buckets], 0)
        return [grams.place(at) for at in np.argsort(-weights, kind="stable")[:count].tolist() if weights[at] > 0]


@lru_cache(maxsize=16)
def load_linear(name: str) -> Linear:
    """The weights of `weights/<name>.npz`. Raises ValueError when they are of another size."""
    with np.load(WEIGHTS / f"{name}.npz", allow_pickle=False) as stored:
        grams = stored["grams"].astype(np.float32)
        model = Linear(
            labels=tuple(stored["labels"].tolist()),
            grams=grams,
            signals=stored["signals"].astype(np.float32),
            bias=stored["bias"].astype(np.float32),
        )
    if grams.shape not in {(len(model.labels), size) for size in SIZES}:
        raise ValueError(f"{name}.npz holds {grams.shape} weights, wanted {len(model.labels)} times one of {SIZES}")
    return model


def probability(logit: float) -> float:
    """Log-odds as 0..1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
