"""The mood of English messages among engineers, from `senti4sd` (Calefato et al. 2018)."""

from pathlib import Path

from apps.analyze.lenses.mood import MODEL, mood_grams, mood_signals
from apps.analyze.lenses.subject import Subject
from training.figures import macro_f1
from training.learn import Example, Recipe, main, read_rows
from training.logistic import Floats

LABELS = ("negative", "neutral", "positive")


def examples(data: Path) -> list[Example]:
    """One a row."""
    return [
        _example(str(row["id"]), Subject(str(row["text"]), "en"), str(row["label"]))
        for row in read_rows(data, "senti4sd")
    ]


def _example(key: str, subject: Subject, truth: str) -> Example:
    return Example(key, mood_grams(subject), mood_signals(subject), truth)


def figures(truths: list[str], logits: Floats) -> dict[str, float]:
    """The likeliest label against the true one."""
    return {"macro_f1": macro_f1(truths, [LABELS[at] for at in logits.argmax(axis=1).tolist()])}


RECIPE = Recipe(MODEL, LABELS, examples, lambda label, truth: label == truth, figures)

if __name__ == "__main__":
    main(RECIPE)
