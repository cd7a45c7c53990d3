"""What the rules must know about single verbs and nouns. Data in `rewriting/rulebook/soften_ja_verbs.yaml`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.transform.rewriting.keigo.verbs import Group, Verb
from apps.transform.rewriting.rulebook import FOLDER, load_entries

Kind = Literal[
    "happens_by_itself", "ichidan_itself", "time_word", "state_verb", "state", "as_wanted", "person", "setback", "lapse"
]


COUNT = re.compile("[0-9０-９一二三四五六七八九十百千何数]")


@dataclass(frozen=True)
class WordClass:
    """Dictionary forms that share a property."""

    kind: Kind
    lemmas: tuple[str, ...]


def happens_by_itself(lemma: str) -> bool:
    """Whether nobody decides to do it: 落ちる, わかる."""
    return lemma in _words("happens_by_itself")


def is_state_verb(lemma: str) -> bool:
    """Whether な behind it muses (時間かかるな) rather than forbids."""
    return lemma in _words("state_verb")


def is_ichidan_itself(lemma: str) -> bool:
    """Whether a verb in -eru is its own verb and not the potential of another: 続ける, unlike 聞ける."""
    return lemma in _words("ichidan_itself")


def is_time_word(surface: str) -> bool:
    """Whether a noun tells when or how much, so that it is no object of the verb after it."""
    return surface in _words("time_word") or COUNT.match(surface) is not None


def is_state(surface: str) -> bool:
    """Whether a noun at the end of a sentence tells how things stand: 確認中, 未定, 禁止."""
    return surface in _words("state")


def is_as_wanted(surface: str) -> bool:
    """Whether a noun with で at the end of a sentence sets a wish: 厳守で, 急ぎで."""
    return surface in _words("as_wanted")


def is_person(surface: str) -> bool:
    """Whether a word before が names somebody who can be asked: さん, チーム, 営業."""
    return surface in _words("person")


def is_setback(surface: str) -> bool:
    """Whether a noun names something that went wrong: 障害, やり直し."""
    return surface in _words("setback")


def is_lapse(surface: str) -> bool:
    """Whether a noun names something that people do and are blamed for: 遅刻, 延期."""
    return surface in _words("lapse")


@dataclass(frozen=True)
class RoughVerb:
    """A verb that is rude by itself, and the one that says the same."""

    lemma: str
    neutral: str
    group: Group


def neutral_verb(verb: Verb) -> Verb:
    """よこす → 送る; any other verb as it is."""
    return _rough().get(verb.lemma, verb)


@lru_cache(maxsize=1)
def _rough() -> dict[str, Verb]:
    entries = load_entries(FOLDER / "soften_ja_rough_verbs.yaml", RoughVerb)
    return {entry.lemma: Verb(entry.neutral, entry.group) for entry in entries}


@lru_cache(maxsize=16)
def _words(kind: Kind) -> frozenset[str]:
    entries = load_entries(FOLDER / "soften_ja_verbs.yaml", WordClass)
    return frozenset(lemma for entry in entries if entry.kind == kind for lemma in entry.lemmas)
