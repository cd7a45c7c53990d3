"""Measures of a classification."""

from collections import Counter
from collections.abc import Sequence


def f1(truth: Sequence[bool], guess: Sequence[bool]) -> float:
    """The harmonic mean of precision and recall, 0..1."""
    hits = sum(t and g for t, g in zip(truth, guess, strict=True))
    wrong = sum(bool(t) != bool(g) for t, g in zip(truth, guess, strict=True))
    return 2 * hits / (2 * hits + wrong) if hits else 0.0


def macro_f1(truth: Sequence[str], guess: Sequence[str]) -> float:
    """The mean of the F1 of each label."""
    labels = sorted(set(truth))
    return sum(f1([t == label for t in truth], [g == label for g in guess]) for label in labels) / len(labels)


def weighted_kappa(truth: Sequence[int], guess: Sequence[int]) -> float:
    """Cohen's kappa with squared distances: 1 is agreement, 0 is chance."""
    pairs, of_truth, of_guess = Counter(zip(truth, guess, strict=True)), Counter(truth), Counter(guess)
    seen = sum((t - g) ** 2 * n for (t, g), n in pairs.items())
    by_chance = sum((t - g) ** 2 * n * m for t, n in of_truth.items() for g, m in of_guess.items()) / len(truth)
    return 1 - seen / by_chance
