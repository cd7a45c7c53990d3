"""What the rules must know about single verbs and nouns. Data in `rewriting/rulebook/soften_ja_verbs.yaml`."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.transform.rewriting.rulebook import FOLDER, load_entries

Kind = Literal["happens_by_itself", "ichidan_itself", "time_word"]


@dataclass(frozen=True)
class WordClass:
    """Dictionary forms that share a property."""

    kind: Kind
    lemmas: tuple[str, ...]


def happens_by_itself(lemma: str) -> bool:
    """Whether nobody decides to do it: 落ちる, わかる."""
    return lemma in _words("happens_by_itself")


def is_ichidan_itself(lemma: str) -> bool:
    """Whether a verb in -eru is its own verb and not the potential of another: 続ける, unlike 聞ける."""
    return lemma in _words("ichidan_itself")


def is_time_word(surface: str) -> bool:
    """Whether a noun tells when or how much, so that it is no object of the verb after it."""
    return surface in _words("time_word")


@lru_cache(maxsize=8)
def _words(kind: Kind) -> frozenset[str]:
    entries = load_entries(FOLDER / "soften_ja_verbs.yaml", WordClass)
    return frozenset(lemma for entry in entries if entry.kind == kind for lemma in entry.lemmas)
