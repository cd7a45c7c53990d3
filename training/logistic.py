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


@dataclass(frozen=True)
class Table:
    """Texts as rows: what they hold (each gram 0 or 1 over the length) and what the lens sees."""

    grams: NDArray[np.float32]
    signals: NDArray[np.float32]

    def alike(self) -> Floats:
        """How alike each two texts are: the kernel that the fit works on."""
        grams = (self.grams @ self.grams.T).astype(np.float64)
        signals = (self.signals @ self.signals.T).astype(np.float64)
        return GRAM_VARIANCE * grams + SIGNAL_VARIANCE * signals + BIAS_VARIANCE

    def weights(self, duals: Floats) -> tuple[Floats, Floats, float]:
        """Weights of the grams, of the signals, and the bias, from one dual a text."""
        dual = duals.astype(np.float32)
        grams, signals = GRAM_VARIANCE * (dual @ self.grams), SIGNAL_VARIANCE * (dual @ self.signals)
        return grams.astype(np.float64), signals.astype(np.float64), BIAS_VARIANCE * float(duals.sum())


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
