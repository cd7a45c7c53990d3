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
ENGLISH_LEVELS: tuple[tuple[float, Level], ...] = ((0.75, 1), (0.5, 2), (0.3, 3))
BLUNT: Level = 4
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
    labels = {hit.label for hit in hits}
    if not polite:
        return 2 if "respectful" in labels else 4
    if "strong" in labels:
        return 1
    return 2 if labels & {"respectful", "weak"} else 3


def _english(subject: Subject) -> Politeness:
    hits = find_markers(subject, "politeness")
    rising, falling = (sum(sign * max(0.0, sign * hit.weight) for hit in hits) for sign in (1, -1))
    spread = math.sqrt(max(1, len(subject.sentences)))
    harsh = measure_harshness(subject).score
    logit = -0.5 + (0.2 * rising + 0.8 * falling) / spread + 3 * mood(subject) - harsh
    score = round(1 / (1 + math.exp(-logit)), 3)
    level = next((level for least, level in ENGLISH_LEVELS if score >= least), BLUNT)
    return Politeness(score, level, tuple(hit.evidence for hit in hits))
