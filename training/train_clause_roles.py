"""What a clause is for, from `training/clauses`: `python -m training.train_clause_roles [--language ja] [--figures]`.

Multinomial logistic regression with a quadratic penalty, by L-BFGS (Nocedal & Wright 2006, algorithm 7.4). Deterministic: no seed, no order.
`--figures` leaves two batches (two writers, eight lines of work) out at a time and writes nothing.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from apps.transform.rewriting.roles.clause_features import clause_features
from apps.transform.rewriting.roles.purpose import WEIGHTS, Purpose

Floats = NDArray[np.float32]
CLAUSES = Path(__file__).with_name("clauses")
PURPOSES = [str(purpose) for purpose in Purpose]
LEAST_COUNT = 6
"""Examples in which a feature has to occur to have a weight."""
PENALTY, STEPS, REMEMBERED = 0.07, 40, 8
FIRST_SHARE = 0.7
"""Of a clause that has two roles, what counts for the first."""
SUBORDINATE = 0.4
"""What a condition, a cause or a background counts in a sentence that has other clauses."""
LEFT_OUT = 2
"""Batches that are held out at once."""
SENTENCE_END = ("。", ".", "!", "?", "！", "？", "\n")
THRESHOLDS = (0.4, 0.5, 0.55, 0.6, 0.7, 0.8)


@dataclass(frozen=True)
class Example:
    """A clause in its message, the same by itself, or a sentence of several. `is_clause` is True for the first: figures count those."""

    batch: str
    buckets: NDArray[np.intp]
    truth: Floats
    roles: tuple[str, ...]
    is_clause: bool


def examples(language: str) -> list[Example]:
    """All clauses of one language, and all sentences that hold several."""
    return [
        example
        for path in sorted(CLAUSES.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
        for example in _examples(path.stem, json.loads(line), language)
    ]


def _examples(batch: str, message: dict[str, object], language: str) -> Iterator[Example]:
    clauses = message["clauses"]
    if message["lang"] != language or not isinstance(clauses, list):
        return
    texts = [clause["text"] for clause in clauses]
    for at, clause in enumerate(clauses):
        roles: tuple[str, ...] = (clause["role"], clause["also"]) if "also" in clause else (clause["role"],)
        yield Example(batch, clause_features(texts, at, language), _truth(roles), roles, is_clause=True)
        yield Example(batch, clause_features([texts[at]], 0, language), _truth(roles), roles, is_clause=False)
    sentences = _sentences(clauses)
    texts = ["".join(clause["text"] for clause in sentence) for sentence in sentences]
    for at, sentence in enumerate(sentences):
        if len(sentence) > 1:
            roles = tuple(clause["role"] for clause in sentence)
            yield Example(batch, clause_features(texts, at, language), _of_sentence(roles), roles, is_clause=False)


def _sentences(clauses: Sequence[dict[str, str]]) -> list[list[dict[str, str]]]:
    found: list[list[dict[str, str]]] = [[]]
    for clause in clauses:
        found[-1].append(clause)
        if clause["text"].rstrip(" ").endswith(SENTENCE_END):
            found.append([])
    return [sentence for sentence in found if sentence]


def _truth(roles: Sequence[str]) -> Floats:
    truth = np.zeros(len(PURPOSES), dtype=np.float32)
    truth[PURPOSES.index(roles[0])] = 1.0 if len(roles) == 1 else FIRST_SHARE
    if len(roles) > 1:
        truth[PURPOSES.index(roles[1])] += 1 - FIRST_SHARE
    return truth


def _of_sentence(roles: Sequence[str]) -> Floats:
    truth = np.zeros(len(PURPOSES), dtype=np.float32)
    for role in roles:
        truth[PURPOSES.index(role)] += SUBORDINATE if role in ("condition", "cause", "background") else 1.0
    truth /= truth.sum()
    return truth


@dataclass(frozen=True)
class Table:
    """Examples as rows, features as columns; `buckets` says which bucket a column stands for."""

    rows: Floats
    truth: Floats
    buckets: NDArray[np.intp]


def table(found: Sequence[Example], buckets: NDArray[np.intp] | None = None) -> Table:
    """Each feature counts the less the more there are."""
    counted = Counter(bucket for example in found for bucket in example.buckets.tolist())
    kept = np.array(sorted(b for b, n in counted.items() if n >= LEAST_COUNT)) if buckets is None else buckets
    rows = np.zeros((len(found), len(kept)), dtype=np.float32)
    for at, example in enumerate(found):
        columns = np.searchsorted(kept, example.buckets)
        columns = columns[(columns < len(kept)) & (kept[np.minimum(columns, len(kept) - 1)] == example.buckets)]
        rows[at, columns] = 1 / np.sqrt(max(1, len(example.buckets)))
    return Table(rows, np.stack([example.truth for example in found]), kept)


def fit(learned: Table) -> Floats:
    """One row a feature and a last one for the bias, one column a role."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        logits = learned.rows @ weights[:-1] + weights[-1]
        logits -= logits.max(axis=1, keepdims=True)
        shares = np.exp(logits)
        sums = shares.sum(axis=1, keepdims=True)
        misses = shares / sums - learned.truth
        gradient = np.vstack([learned.rows.T @ misses + PENALTY * weights[:-1], misses.sum(axis=0)])
        value = -float((learned.truth * (logits - np.log(sums))).sum()) + PENALTY / 2 * float((weights[:-1] ** 2).sum())
        return value, gradient

    return minimum(loss, np.zeros((len(learned.buckets) + 1, len(PURPOSES)), dtype=np.float32))


def minimum(loss: Callable[[Floats], tuple[float, Floats]], start: Floats) -> Floats:
    """Where a smooth convex function is least, near enough."""
    at, past = start, list[tuple[Floats, Floats]]()
    value, gradient = loss(at)
    for _ in range(STEPS):
        way = _direction(gradient, past)
        step, slope = 1.0, float((gradient * way).sum())
        following, (lower, other) = at + way, loss(at + way)
        while lower > value + 1e-4 * step * slope and step > 1e-4:
            step /= 2
            following, (lower, other) = at + step * way, loss(at + step * way)
        past = [*past, (following - at, other - gradient)][-REMEMBERED:]
        at, value, gradient = following, lower, other
    return at


def _direction(gradient: Floats, past: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The two-loop recursion."""
    way, shares = gradient.copy(), list[float]()
    for moved, turned in reversed(past):
        shares.append(float((moved * way).sum() / (moved * turned).sum()))
        way -= shares[-1] * turned
    if past:
        moved, turned = past[-1]
        way *= float((moved * turned).sum() / (turned * turned).sum())
    else:
        way /= max(1.0, float(np.abs(gradient).max()))
    for (moved, turned), share in zip(past, reversed(shares), strict=True):
        way += moved * (share - float((turned * way).sum() / (moved * turned).sum()))
    return -way


def held_out(found: Sequence[Example]) -> Floats:
    """Likelihoods of every clause by a model that hasn't seen its batch."""
    shares = np.zeros((len(found), len(PURPOSES)), dtype=np.float32)
    batches = sorted({example.batch for example in found})
    for left_out in (batches[at : at + LEFT_OUT] for at in range(0, len(batches), LEFT_OUT)):
        learned = table([example for example in found if example.batch not in left_out])
        weights = fit(learned)
        places = [at for at, example in enumerate(found) if example.batch in left_out]
        logits = table([found[at] for at in places], learned.buckets).rows @ weights[:-1] + weights[-1]
        grown = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares[places] = grown / grown.sum(axis=1, keepdims=True)
    return shares


def show(found: Sequence[Example], shares: Floats) -> None:
    """Accuracy (a second role counts as right), what a threshold leaves and how much of it is right, and each role's confusions."""
    rows = [at for at, example in enumerate(found) if example.is_clause]
    best, likely = shares[rows].argmax(axis=1), shares[rows].max(axis=1)
    right = np.array([PURPOSES[b] in found[at].roles for at, b in zip(rows, best, strict=True)])
    print(f"{len(rows)} clauses, right: {right.mean():.3f}")
    for least in THRESHOLDS:
        kept = likely >= least
        print(f"from {least}: {kept.mean():.3f} judged, right: {right[kept].mean():.3f}")
    truth = np.array([PURPOSES.index(found[at].roles[0]) for at in rows])
    for at, purpose in enumerate(PURPOSES):
        taken_for = Counter(PURPOSES[b] for b in best[truth == at].tolist()).most_common(4)
        print(
            f"{purpose}: recall {right[truth == at].mean():.2f}, precision {right[best == at].mean():.2f}, {taken_for}"
        )


def write(language: str, learned: Table, weights: Floats) -> None:
    """`clause_roles_<language>.npz`, in 8 bits a weight."""
    scale = float(np.abs(weights[:-1]).max()) / 127
    small = np.round(weights[:-1] / scale).astype(np.int8)
    used = np.flatnonzero(np.abs(small).max(axis=1))
    np.savez_compressed(
        WEIGHTS / f"clause_roles_{language}.npz",
        buckets=learned.buckets[used].astype(np.uint16),
        weights=small[used],
        scale=np.float32(scale),
        bias=weights[-1],
    )


def main() -> None:
    """Figures, or weights."""
    parser = argparse.ArgumentParser(description="Train the roles of clauses.")
    parser.add_argument("--language", choices=("ja", "en"), action="append")
    parser.add_argument("--figures", action="store_true", help="leave two batches out at a time, and write nothing")
    wanted = parser.parse_args()
    for language in wanted.language or ("ja", "en"):
        found = examples(language)
        if wanted.figures:
            print(language)
            show(found, held_out(found))
        else:
            learned = table(found)
            write(language, learned, fit(learned))


if __name__ == "__main__":
    main()
