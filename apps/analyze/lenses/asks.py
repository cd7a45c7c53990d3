"""Whether an English sentence asks, orders, promises or proposes something, by phrases and by what a model learned."""

import re

from apps.analyze.learned.grams import Grams, english_grams
from apps.analyze.learned.linear import load_linear
from apps.analyze.lenses.markers import find_markers
from apps.analyze.lenses.subject import Subject

MODEL = "asks_en"
LABEL = "asks"
CUES = ("asked", "committed", "obligatory", "optional", "uncertain", "negation", "conditional")
FIRST_PERSON, SECOND_PERSON = re.compile(r"\b(?:i|we|let'?s|us)\b", re.I), re.compile(r"\byou(?:r|rs)?\b", re.I)
PAST = re.compile(r"\b(?:was|were|had|did|\w{3,}ed)\b", re.I)
AHEAD = re.compile(r"\b(?:will|shall|'ll|can|could|would|should|going to|plan|need|want|like to|let'?s)\b", re.I)
HISTORY = re.compile(r"\b(?:said|told|asked|yesterday|last (?:week|month|year)|ago|already)\b", re.I)


def asks_logit(sentence: Subject) -> float:
    """Log-odds that somebody has to act on the sentence."""
    return load_linear(MODEL).logits(asks_grams(sentence), asks_signals(sentence))[LABEL]


def asks_grams(sentence: Subject) -> Grams:
    """What the model reads of a sentence."""
    return english_grams(sentence.prose)


def asks_signals(sentence: Subject) -> list[float]:
    """What the lenses see of it. The order is the model's."""
    labels = {hit.label for hit in find_markers(sentence, "actions")}
    kinds = {cue.kind for cue in sentence.cues}
    prose = sentence.prose
    patterns = (FIRST_PERSON, SECOND_PERSON, PAST, AHEAD, HISTORY)
    return [
        float(bool(labels)),
        *(float(label in labels) for label in ("request", "order", "commitment")),
        float("?" in prose),
        float(bool(sentence.dates)),
        float(len(prose) < 25),
        float(len(prose) > 200),
        *(float(kind in kinds) for kind in CUES),
        *(float(bool(pattern.search(prose))) for pattern in patterns),
    ]
