"""Whether a text tries to give a model orders, from `injection`, with everyday messages of other sets beside it."""

import re
from pathlib import Path

import numpy as np

from apps.analyze.language.detect import detect_language
from apps.analyze.lenses.injection import FLAGGED_FROM
from apps.analyze.lenses.orders_to_models import LABEL, MODEL, injection_grams, injection_signals
from apps.analyze.lenses.subject import Subject
from training.learn import Example, Recipe, main, read_rows
from training.logistic import Floats

OF_OTHERS = re.compile(r"injection:(?:politeness_se|matcha|gh_incivility)")
"""Rows whose licence permits measuring, but is not known to permit weights made from them."""
EVERYDAY = ("email_intent", "senti4sd", "keico")
EVERYDAY_ROWS = 400
THRESHOLDS = (FLAGGED_FROM, -0.2, 0.0)


def examples(data: Path) -> list[Example]:
    """One a row of `injection` that may be learned from; the first rows of the others as work."""
    rows = [row for row in read_rows(data, "injection") if not OF_OTHERS.match(str(row["id"]))]
    attacks = [_example(row, _kind(row)) for row in rows]
    return attacks + [_example(row, "work") for name in EVERYDAY for row in read_rows(data, name)[:EVERYDAY_ROWS]]


def _kind(row: dict[str, object]) -> str:
    meta = row["meta"]
    subset = str(meta["subset"]) if isinstance(meta, dict) else ""
    return "attack" if row["label"] == "injection" else "work" if subset.startswith("work") else subset


def _example(row: dict[str, object], kind: str) -> Example:
    text = str(row["text"])
    subject = Subject(text, detect_language(text))
    return Example(str(row["id"]), injection_grams(subject), injection_signals(subject), kind)


def figures(truths: list[str], logits: Floats) -> dict[str, float]:
    """The share of attacks flagged, and of each kind of harmless text let through, at several thresholds."""
    found = {}
    for least in THRESHOLDS:
        flagged = logits[:, 0] > least
        for kind in sorted(set(truths)):
            share = float(np.mean(flagged[[truth == kind for truth in truths]]))
            found[f"{kind[:9]} {least:+.2f}"] = share if kind == "attack" else 1 - share
    return found


RECIPE = Recipe(MODEL, (LABEL,), examples, lambda _label, truth: truth == "attack", figures, penalty=0.5)

if __name__ == "__main__":
    main(RECIPE)
