"""How polite a message is. Japanese: the four levels of KeiCO (Liu & Kobayashi 2022) by its honorific forms."""

import math

from apps.analyze.contracts import Politeness
from apps.analyze.lenses.courtesy import Level, courtesy_logits, level_of, mean_level
from apps.analyze.lenses.harshness import measure_harshness
from apps.analyze.lenses.markers import Hit, find_markers
from apps.analyze.lenses.mood import mood
from apps.analyze.lenses.subject import Subject

ENGLISH_LEVELS: tuple[tuple[float, Level], ...] = ((0.75, 1), (0.5, 2), (0.3, 3))
BLUNT: Level = 4
AUDIBLE = 0.25
"""The harshness from which a bad mood is more than bad news."""
PLAIN_SCORE, LEVEL_STEP = 0.12, 0.22
"""What a plain Japanese text scores, and how much a level is worth."""
STRONG, MOST_KINDNESS = 0.03, 0.25


def measure_politeness(subject: Subject) -> Politeness:
    """0 to 1, and the level: 1 most honorific to 4 plain (English: 1 formal to 4 blunt)."""
    return _japanese(subject) if subject.language == "ja" else _english(subject)


def _japanese(subject: Subject) -> Politeness:
    """The honorific level of its forms, and what cushions them."""
    hits, cushions = find_markers(subject, "politeness"), find_markers(subject, "cushions")
    logits = courtesy_logits(subject)
    strong = STRONG * sum(hit.label == "strong" for hit in hits)
    kindness = min(MOST_KINDNESS, (strong + sum(hit.weight for hit in cushions)) / max(1, len(subject.sentences)))
    harsh = measure_harshness(subject).score
    score = max(0.0, min(1.0, PLAIN_SCORE + LEVEL_STEP * (4 - mean_level(logits)) + kindness - 0.2 * harsh))
    return Politeness(round(score, 3), level_of(logits), tuple(hit.evidence for hit in _in_order(hits, cushions)))


def _in_order(*found: tuple[Hit, ...]) -> list[Hit]:
    return sorted((hit for hits in found for hit in hits), key=lambda hit: (hit.evidence.start, hit.evidence.end))


def _english(subject: Subject) -> Politeness:
    hits = find_markers(subject, "politeness")
    rising, falling = (sum(sign * max(0.0, sign * hit.weight) for hit in hits) for sign in (1, -1))
    spread = math.sqrt(max(1, len(subject.sentences)))
    harsh = measure_harshness(subject).score
    logit = -0.5 + (0.6 * rising + 0.8 * falling) / spread + 1.5 * _warmth(subject, harsh) - 2 * harsh
    score = round(1 / (1 + math.exp(-logit)), 3)
    level = next((level for least, level in ENGLISH_LEVELS if score >= least), BLUNT)
    return Politeness(score, level, tuple(hit.evidence for hit in hits))


def _warmth(subject: Subject, harsh: float) -> float:
    """The mood, -1 to 1. Bad news told without harshness is no rudeness: it counts a third."""
    warmth = mood(subject)
    return warmth if warmth > 0 or harsh > AUDIBLE else warmth / 3
