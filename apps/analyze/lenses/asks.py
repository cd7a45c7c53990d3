"""Whether an English sentence asks, orders, promises or proposes something, by phrases and by what a model learned."""

import re

from apps.analyze.learned.grams import Grams, english_grams
from apps.analyze.learned.linear import load_linear
from apps.analyze.lenses.markers import find_markers
from apps.analyze.lenses.subject import Subject

MODEL = "asks_en"
LABEL = "asks"
CUES = ("asked", "committed", "obligatory", "optional", "uncertain", "negation", "conditional")
PROMISE = re.compile(r"\b\w+(?:['’]ll| will) (?!be\b|have\b|not\b)", re.I)
OWN_PROMISE = re.compile(r"\b(?:i|we)(?:['’]ll| will)\b", re.I)
FIRST_PERSON, SECOND_PERSON = re.compile(r"\b(?:i|we|let'?s|us)\b", re.I), re.compile(r"\byou(?:r|rs)?\b", re.I)
PAST = re.compile(r"\b(?:was|were|had|did|\w{3,}ed)\b", re.I)
AHEAD = re.compile(r"\b(?:will|shall|'ll|can|could|would|should|going to|plan|need|want|like to|let'?s)\b", re.I)
HISTORY = re.compile(r"\b(?:said|told|asked|yesterday|last (?:week|month|year)|ago|already)\b", re.I)


def asks_logit(sentence: Subject) -> float:
    """Log-odds that somebody has to act on the sentence."""
    return load_linear(MODEL).logits(asks_grams(sentence), asks_signals(sentence))[LABEL]


def is_clear_ask(sentence: Subject) -> bool:
    """An order that begins the sentence, or a promise with a date: Fix this now! I'll send it tonight."""
    if any(hit.label == "order" and hit.evidence.start == 0 for hit in find_markers(sentence, "actions")):
        return True
    by_when = any(when.role == "by" for when in sentence.dates)
    own = bool(sentence.dates) and bool(OWN_PROMISE.search(sentence.prose))
    return own or (by_when and bool(PROMISE.search(sentence.prose)))


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
