"""What a clause is for, judged by a model that was trained on labelled messages. Figures: weights/README.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from apps.transform.rewriting.roles.clause_features import BUCKETS, clause_features

WEIGHTS = Path(__file__).with_name("weights")
SURE = 0.55
"""From this likelihood on a judgement is used; below it nothing is said. Of held-out clauses that reach it, .90 (Japanese) and .85 are right."""


class Purpose(StrEnum):
    """The roles of a clause, as the training data defines them (training/clauses/README.md)."""

    GREETING = "greeting"
    EVENT = "event"
    FINDING = "finding"
    CAUSE = "cause"
    EFFECT = "effect"
    DECISION = "decision"
    REQUEST = "request"
    ORDER = "order"
    QUESTION = "question"
    CONDITION = "condition"
    CONSTRAINT = "constraint"
    DEADLINE = "deadline"
    COMMITMENT = "commitment"
    OWNER = "owner"
    BACKGROUND = "background"
    OPINION = "opinion"
    OUTBURST = "outburst"
    THANKS = "thanks"


@dataclass(frozen=True)
class Judgement:
    """Purposes with their likelihoods, 0–1, which sum to 1; the likeliest first."""

    ranked: tuple[tuple[Purpose, float], ...]

    @property
    def purpose(self) -> Purpose | None:
        """The likeliest, where it is sure enough to be used."""
        first, likelihood = self.ranked[0]
        return first if likelihood >= SURE else None

    def likelihood(self, *purposes: Purpose) -> float:
        """That it is one of these."""
        return sum(likelihood for purpose, likelihood in self.ranked if purpose in purposes)


def judge(clauses: Sequence[str], language: str) -> tuple[Judgement, ...]:
    """One judgement a clause; `clauses` are the neighbouring texts of one message, in order."""
    model = _model(language)
    return tuple(model.judged(clause_features(clauses, at, language)) for at in range(len(clauses)))


@dataclass(frozen=True)
class _Model:
    weights: NDArray[np.float32]
    """One row a bucket, one column a purpose."""
    bias: NDArray[np.float32]

    def judged(self, buckets: NDArray[np.intp]) -> Judgement:
        logits = self.weights[buckets].sum(axis=0) / np.sqrt(max(1, len(buckets))) + self.bias
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        order = np.argsort(-shares, kind="stable").tolist()
        purposes = tuple(Purpose)
        return Judgement(tuple((purposes[at], float(shares[at])) for at in order))


@lru_cache(maxsize=2)
def _model(language: str) -> _Model:
    """The weights of one language. Raises ValueError when they are of another size."""
    with np.load(WEIGHTS / f"clause_roles_{language}.npz", allow_pickle=False) as stored:
        weights = np.zeros((BUCKETS, len(Purpose)), dtype=np.float32)
        weights[stored["buckets"]] = stored["weights"].astype(np.float32) * stored["scale"]
        if stored["weights"].shape[1] != len(Purpose):
            raise ValueError(f"clause_roles_{language}.npz is of another set of roles")
        return _Model(weights, stored["bias"].astype(np.float32))
