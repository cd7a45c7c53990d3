"""The headings that a part of a request may stand under."""

from enum import StrEnum


class Category(StrEnum):
    """The quadrants, requests split by weight; what is undecided, and what isn't sure.

    Weights are those of MoSCoW without Won't (nobody may invent what is left out), and `wanted`: asked for, neither
    firmly nor as an extra.
    """

    BACKGROUND = "background"
    MUST = "must"
    WANTED = "wanted"
    SHOULD = "should"
    COULD = "could"
    CONSTRAINT = "constraint"
    TIMELINE = "timeline"
    OPEN = "open"
    OTHER = "other"


REQUESTS = (Category.MUST, Category.WANTED, Category.SHOULD, Category.COULD)
