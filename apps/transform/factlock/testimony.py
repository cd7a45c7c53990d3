"""What somebody who has read both texts says of each claim, and which of it may be believed: words that are quoted have to stand there."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, cast

from apps.analyze.language.width import fold

Verdict = Literal["kept", "changed", "missing", "tone"]
"""What became of a claim. `tone`: it states no fact (a greeting, an insult), so it may stay or go."""
VERDICTS = frozenset({"kept", "changed", "missing", "tone"})
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["claims", "beyond"],
    "properties": {
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["number", "words", "verdict"],
                "properties": {
                    "number": {"type": "integer"},
                    "words": {"type": "string"},
                    "verdict": {"type": "string", "enum": ["kept", "changed", "missing", "tone"]},
                },
            },
        },
        "beyond": {"type": "array", "items": {"type": "string"}},
    },
}
"""Of an answer, for models that can be held to one. The words come first: who has them before them judges better."""
FENCE = re.compile(r"```(?:json)?\s*(\{.*\})\s*```", re.S)
ELISION = re.compile(r"…|\.\.\.")
AROUND = " \t\n\"'“”‘’「」『』.,;:。、"
LEAST_QUOTED = 2
"""Characters: fewer stand in any text."""
LEAST_OF_PASSAGE = 0.6
"""Of a passage, the share that a quotation has to hold to be about it."""


class NoTestimony(ValueError):
    """An answer of another form."""


@dataclass(frozen=True)
class Line:
    """What was said of one claim. `words` are those of the rewrite that say it."""

    verdict: Verdict
    words: str = ""


@dataclass(frozen=True)
class Testimony:
    """`lines` by the number of the claim, from 1; `beyond`: words of the rewrite that state what no claim has."""

    lines: Mapping[int, Line]
    beyond: tuple[str, ...] = ()

    def put_back(self, restore: Callable[[str], str]) -> "Testimony":
        """The same, with what was hidden in its quotations."""
        lines = {number: replace(line, words=restore(line.words)) for number, line in self.lines.items()}
        return Testimony(lines, tuple(map(restore, self.beyond)))


def read_testimony(answer: str) -> Testimony:
    """An answer, read strictly: a line of another form is none, and of two lines on one claim neither is. Raises NoTestimony."""
    fenced = FENCE.fullmatch(answer.strip())
    try:
        found = json.loads(fenced[1] if fenced else answer)
    except (ValueError, RecursionError) as error:
        raise NoTestimony from error
    claims, beyond = (found.get("claims"), found.get("beyond")) if isinstance(found, dict) else (None, None)
    if not isinstance(claims, list) or not isinstance(beyond, list):
        raise NoTestimony
    lines = list(_lines(claims))
    times = Counter(number for number, _line in lines)
    once = {number: line for number, line in lines if times[number] == 1}
    return Testimony(once, tuple(words for words in beyond if isinstance(words, str)))


def _lines(claims: list[Any]) -> Iterator[tuple[int, Line]]:  # JSON
    for each in claims:
        if not isinstance(each, dict):
            continue
        number, words, verdict = each.get("number"), each.get("words"), each.get("verdict")
        if type(number) is int and isinstance(words, str) and verdict in VERDICTS:
            yield number, Line(cast(Verdict, verdict), words)


def squeezed(text: str) -> str:
    """In one width and case, without space: as texts are compared with quotations of them."""
    return "".join(fold(text).lower().split())


_squeezed_text = lru_cache(maxsize=16)(squeezed)
"""Of whole texts, in which many quotations are looked for."""


def stands_in(words: str, text: str) -> bool:
    """Whether quoted words stand in a text, each part of them where something is left out between."""
    at, within, parts = 0, _squeezed_text(text), _parts(words)
    for part in parts:
        at = within.find(part, at) + len(part)
        if at < len(part):
            return False
    return bool(parts)


def overlap(words: str, passage: str) -> bool:
    """Whether quoted words and a passage of the same text share a stretch of it."""
    other = squeezed(passage.strip(AROUND))
    return bool(other) and any(part in other or other in part for part in _parts(words))


def is_about(words: str, passage: str) -> bool:
    """Whether quoted words hold a passage, or are most of it."""
    other = squeezed(passage.strip(AROUND))
    long_enough = LEAST_OF_PASSAGE * len(other)
    return any(other in part or (part in other and len(part) >= long_enough) for part in _parts(words))


def _parts(words: str) -> list[str]:
    parts = (squeezed(part.strip(AROUND)) for part in ELISION.split(words))
    return [part for part in parts if len(part) >= LEAST_QUOTED]
