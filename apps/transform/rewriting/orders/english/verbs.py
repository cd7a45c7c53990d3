"""English verbs of work and their forms."""

import re
from dataclasses import dataclass
from functools import lru_cache

from apps.transform.rewriting.rulebook import FOLDER, load_entries

PATH = FOLDER / "soften_en_verbs.yaml"


@dataclass(frozen=True)
class VerbEntry:
    """A verb in the rulebook; forms are given only where the regular rules fail."""

    verb: str
    past: str = ""
    participle: str = ""
    gerund: str = ""
    noun: bool = False


@dataclass(frozen=True)
class Verb:
    """A verb with all its forms. `noun` says that the word also starts sentences as a noun or adjective."""

    base: str
    past: str
    participle: str
    gerund: str
    noun: bool


def verb_of(word: str) -> Verb | None:
    """The verb whose base form this is, in any case."""
    return _verbs().get(word.lower())


def verb_by_form(word: str, form: str) -> Verb | None:
    """The verb whose `past`, `participle` or `gerund` this is."""
    known, word = _forms(), word.lower()
    return known.get((form, word)) or known.get((form, word.replace("ll", "l")))


@lru_cache(maxsize=1)
def _verbs() -> dict[str, Verb]:
    return {entry.verb: _complete(entry) for entry in load_entries(PATH, VerbEntry)}


@lru_cache(maxsize=1)
def _forms() -> dict[tuple[str, str], Verb]:
    forms = ("past", "participle", "gerund")
    return {(form, getattr(verb, form)): verb for verb in _verbs().values() for form in forms}


def _complete(entry: VerbEntry) -> Verb:
    past = entry.past or _regular_past(entry.verb)
    gerund = entry.gerund or _regular_gerund(entry.verb)
    return Verb(entry.verb, past, entry.participle or past, gerund, entry.noun)


def _regular_past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else verb + "ed"


def _regular_gerund(verb: str) -> str:
    return verb[:-1] + "ing" if re.search(r"[^aeioy]e$|ue$", verb) else verb + "ing"
