"""Logistic regression with a quadratic penalty, by Newton's method in sample space.

There are far more features than texts, so the weights are sums of texts (the representer theorem, Kimeldorf & Wahba
1971) and a system of one equation a text is solved instead (IRLS; Rasmussen & Williams 2006, algorithm 3.1).
Deterministic: no seed, no order, no step size.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BIAS_VARIANCE, GRAM_VARIANCE, SIGNAL_VARIANCE = 10.0, 4.0, 0.5
"""How far each kind of weight may stray from nothing before it is held back, beside the others."""
STEPS, STILL = 20, 1e-4
BLOCK = 16_384
"""Columns that are multiplied at once: a hundred megabytes for 1,500 texts."""


@dataclass(frozen=True)
class Table:
    """Texts as rows: what they hold (an entry a gram: its row, bucket and value) and what the lens sees."""

    rows: NDArray[np.intp]
    buckets: NDArray[np.intp]
    values: NDArray[np.float32]
    signals: NDArray[np.float32]
    width: int

    def alike(self) -> Floats:
        """How alike each two texts are: the kernel that the fit works on."""
        signals = (self.signals @ self.signals.T).astype(np.float64)
        return GRAM_VARIANCE * self._alike_by_grams() + SIGNAL_VARIANCE * signals + BIAS_VARIANCE

    def _alike_by_grams(self) -> Floats:
        """By blocks of columns. A gram of one text alone makes that text like itself and no other."""
        texts = len(self.signals)
        _, columns, counts = np.unique(self.buckets, return_inverse=True, return_counts=True)
        alone = counts[columns] == 1
        found = np.diag(
            np.bincount(self.rows[alone], self.values[alone].astype(np.float64) ** 2, texts).astype(np.float64)
        )
        for first in range(0, len(counts), BLOCK):
            here = ~alone & (columns >= first) & (columns < first + BLOCK)
            block = np.zeros((texts, BLOCK), dtype=np.float32)
            block[self.rows[here], columns[here] - first] = self.values[here]
            found += block @ block.T
        return found

    def weights(self, duals: Floats) -> tuple[Floats, Floats, float]:
        """Weights of the grams, of the signals, and the bias, from one dual a text."""
        grams = (GRAM_VARIANCE * np.bincount(self.buckets, duals[self.rows] * self.values, self.width)).astype(
            np.float64
        )
        signals = SIGNAL_VARIANCE * (duals.astype(np.float32) @ self.signals)
        return grams, signals.astype(np.float64), BIAS_VARIANCE * float(duals.sum())


def fit(alike: Floats, truth: Floats, penalty: float, importance: Floats | None = None) -> Floats:
    """One dual a text; the logit of any text is its likeness to each, times these. `truth` holds 0 and 1."""
    weight = np.ones(len(truth)) if importance is None else importance
    logits, duals = np.zeros(len(truth)), np.zeros(len(truth))
    for _ in range(STEPS):
        duals = _step(alike, truth, logits, penalty, weight)
        moved, logits = np.abs(alike @ duals - logits).max(), alike @ duals
        if moved < STILL:
            break
    return duals


def _step(alike: Floats, truth: Floats, logits: Floats, penalty: float, weight: Floats) -> Floats:
    likely = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    curve = np.maximum(weight * likely * (1 - likely), 1e-6)
    working = logits + weight * (truth - likely) / curve
    root = np.sqrt(curve)
    system = root[:, None] * alike * root[None, :]
    system[np.diag_indices_from(system)] += penalty
    duals: Floats = root * np.linalg.solve(system, root * working)
    return duals
