"""Whether an English sentence gives somebody something to do, from `email_intent`."""

from pathlib import Path

from apps.analyze.lenses.asks import LABEL, MODEL, asks_grams, asks_signals
from apps.analyze.lenses.subject import Subject
from training.figures import f1
from training.learn import Example, Recipe, main, read_rows
from training.logistic import Floats

THRESHOLDS = (0.0, -0.25, -0.5, -0.75)


def examples(data: Path) -> list[Example]:
    """One a row."""
    return [
        _example(str(row["id"]), Subject(str(row["text"]), "en"), str(row["label"]))
        for row in read_rows(data, "email_intent")
    ]


def _example(key: str, subject: Subject, truth: str) -> Example:
    return Example(key, asks_grams(subject), asks_signals(subject), truth)


def figures(truths: list[str], logits: Floats) -> dict[str, float]:
    """F1 at several thresholds."""
    asks = [truth != "none" for truth in truths]
    return {
        f"f1 from {least:+.2f}": f1(asks, [logit > least for logit in logits[:, 0].tolist()]) for least in THRESHOLDS
    }


RECIPE = Recipe(MODEL, (LABEL,), examples, lambda _label, truth: truth != "none", figures)

if __name__ == "__main__":
    main(RECIPE)
