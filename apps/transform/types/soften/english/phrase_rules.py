"""What a phrase rule is: a pattern with macros, and what to write at each intensity."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.transform.rewriting.rulebook import FOLDER, load_entries
from apps.transform.types.soften.english.noun_phrases import NOUN_PHRASE

FILES = ("sarcasm", "blame", "insult", "refusal", "pressure")
MACROS = {
    "%verb%": r"(?P<verb>[a-z][a-z-]{1,14})",
    "%past%": r"(?P<past>[a-z][a-z-]{1,14})",
    "%participle%": r"(?P<participle>[a-z][a-z-]{1,14})",
    "%gerund%": r"(?P<gerund>[a-z][a-z-]{1,14}ing)",
    "%threat%": r"(?P<gerund>(?:escalat|revert|cancel|report|pull|block|reject|clos|remov|delet|terminat|withdraw|switch|tell|call|stopp|tak|leav|fil|post|publish|su|bill)ing)",
    "%part%": r"(?P<part>(?: (?:up|out|off|down|back|over|in))?)",
    "%np%": NOUN_PHRASE,
    "%adv%": r"(?:(?:clearly|obviously|simply|just|really|even|apparently|evidently|also|still|once again|again|seriously) ){0,2}",
    "%you%": r"you(?: (?:guys|people|all|folks|lot))?",
    "n%nt%": "n['’]?t",
    "%nt%": "n['’]t",
    "%'%": "['’]",
}


@dataclass(frozen=True)
class PhraseRule:
    """One phrase. `write` is one template for every intensity or three of them; None leaves that intensity alone.

    `at` says where it may stand: anywhere, at the start of a clause, or as the whole sentence. An empty template drops
    the phrase. Patterns are read without case; macros such as %verb% and %np% stand in patterns and templates.
    """

    match: str
    reason: str
    example: tuple[str, str]
    write: str | tuple[str | None, ...] = ""
    at: Literal["any", "clause", "whole"] = "any"

    def __post_init__(self) -> None:
        if not isinstance(self.write, str) and len(self.write) != 3:
            raise ValueError("write needs one template or three")
        if self.at not in ("any", "clause", "whole"):
            raise ValueError(f"unknown place {self.at!r}")
        self.compiled()

    def compiled(self) -> re.Pattern[str]:
        """The pattern with its macros filled in. Raises ValueError when it isn't a pattern."""
        pattern = self.match
        for name, meaning in MACROS.items():
            pattern = pattern.replace(name, meaning)
        tail = r"(?P<mark>[.!?]*)$" if self.at == "whole" else ""
        try:
            return re.compile(rf"(?<![\w'’\ue000-])(?:{pattern}){tail}", re.I)
        except re.error as error:
            raise ValueError(f"bad pattern: {error}") from error

    def template(self, intensity: int) -> str | None:
        """What to write at this intensity; None where the rule does not apply."""
        return self.write if isinstance(self.write, str) else self.write[intensity - 1]


@lru_cache(maxsize=1)
def phrase_rules() -> tuple[tuple[PhraseRule, re.Pattern[str]], ...]:
    """Every phrase rule, the more specific first, with its compiled pattern."""
    found = [rule for area in FILES for rule in load_entries(FOLDER / f"soften_en_{area}.yaml", PhraseRule)]
    return tuple((rule, rule.compiled()) for rule in found)
