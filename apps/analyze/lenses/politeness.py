"""How polite a message is. Japanese: the four levels of KeiCO (Liu & Kobayashi 2022) by its honorific forms."""

import math
import re
from typing import Literal

from apps.analyze.contracts import Politeness
from apps.analyze.lenses.harshness import measure_harshness
from apps.analyze.lenses.markers import Hit, find_markers
from apps.analyze.lenses.sentiment import mood
from apps.analyze.lenses.subject import Subject

Level = Literal[1, 2, 3, 4]
POLITE_FORM = re.compile(r"(?:です|ます|ません|ました|でした|でしょう|ましょう|ください|下さい|ませ)")
ENGLISH_LEVELS = ((0.75, 1), (0.5, 2), (0.3, 3))
SCORES: dict[Level, float] = {1: 0.9, 2: 0.65, 3: 0.45, 4: 0.15}


def measure_politeness(subject: Subject) -> Politeness:
    """0 to 1, and the level: 1 most honorific to 4 plain (English: 1 formal to 4 blunt)."""
    return _japanese(subject) if subject.language == "ja" else _english(subject)


def _japanese(subject: Subject) -> Politeness:
    hits = find_markers(subject, "politeness")
    polite = bool(POLITE_FORM.search(subject.prose))
    level = _level(hits, polite)
    harsh = measure_harshness(subject).score
    density = min(0.09, 0.03 * sum(hit.label == "strong" for hit in hits) / max(1, len(subject.sentences)))
    score = max(0.0, min(1.0, SCORES[level] + density - 0.2 * harsh))
    return Politeness(round(score, 3), level, tuple(hit.evidence for hit in hits))


def _level(hits: tuple[Hit, ...], polite: bool) -> Level:
    strong = sum(hit.label == "strong" for hit in hits)
    weak = sum(hit.label == "weak" for hit in hits)
    if strong and polite:
        return 1
    if strong or weak >= 2 or (weak and polite):
        return 2 if strong or weak else 3
    return 3 if polite else 4


def _english(subject: Subject) -> Politeness:
    hits = find_markers(subject, "politeness")
    per_sentence = sum(hit.weight for hit in hits) / math.sqrt(max(1, len(subject.sentences)))
    logit = -0.4 + 0.8 * per_sentence + 1.2 * mood(subject) - 2.0 * measure_harshness(subject).score
    score = round(1 / (1 + math.exp(-logit)), 3)
    level: Level = next((level for least, level in ENGLISH_LEVELS if score >= least), 4)  # type: ignore[assignment]  # a row of the table above
    return Politeness(score, level, tuple(hit.evidence for hit in hits))
