"""The smallest words: languages, tiers, types, intensities."""

from enum import IntEnum, StrEnum
from typing import Literal

Language = Literal["ja", "en"]


Tier = Literal["primary", "secondary", "rules", "similar"]


CallTier = Literal["primary", "secondary", "rules", "similar", "witness"]
"""For whom a model is asked: a tier that writes, or the check of what was written."""


class TransformationType(StrEnum):
    """The seven types of transformation."""

    SOFTEN = "soften"
    CLARIFY = "clarify"
    STRUCTURE = "structure"
    SUMMARIZE = "summarize"
    TERMINOLOGY = "terminology"
    REQUIREMENTS = "requirements"
    BACKGROUND = "background"


class Intensity(IntEnum):
    """How far a result may depart from the writer's own words."""

    LIGHT = 1
    MEDIUM = 2
    STRONG = 3
