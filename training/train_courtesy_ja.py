"""How honorific a Japanese sentence is: the four levels of `keico` (Liu & Kobayashi 2022).

The levels are in order, so each label asks whether a sentence stands at that level or plainer (Frank & Hall 2001).
"""

from pathlib import Path

from apps.analyze.lenses.courtesy import LABELS, MODEL, courtesy_grams, courtesy_signals, level_of
from apps.analyze.lenses.subject import Subject
from training.figures import f1, weighted_kappa
from training.learn import Example, Recipe, main, read_rows
from training.logistic import Floats


def examples(data: Path) -> list[Example]:
    """One a row."""
    return [
        _example(str(row["id"]), Subject(str(row["text"]), "ja"), str(row["label"])) for row in read_rows(data, "keico")
    ]


def _example(key: str, subject: Subject, truth: str) -> Example:
    return Example(key, courtesy_grams(subject), courtesy_signals(subject), truth)


def speaks_for(label: str, truth: str) -> bool:
    """level3 counts for `from_2` and `from_3`."""
    return int(truth[-1]) >= int(label[-1])


def figures(truths: list[str], logits: Floats) -> dict[str, float]:
    """Agreement over the four levels, and how well plain speech is told."""
    levels = [int(truth[-1]) for truth in truths]
    guesses = [int(level_of(dict(zip(LABELS, row, strict=True)))) for row in logits.tolist()]
    plain = f1([level == 4 for level in levels], [guess == 4 for guess in guesses])
    return {"qwk": weighted_kappa(levels, guesses), "plain_f1": plain}


RECIPE = Recipe(MODEL, LABELS, examples, speaks_for, figures, penalty=0.8)

if __name__ == "__main__":
    main(RECIPE)
