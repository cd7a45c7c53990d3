"""The word rules as data: `rewriting/rulebook/soften_ja_words.yaml`, checked when loaded, indexed once."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.transform.rewriting.rulebook import FOLDER, load_entries


@dataclass(frozen=True)
class WordRule:
    """One rule: any of `find` becomes `say`, or what the level asks for.

    `where`: any; start opens the clause; end is the predicate, and the copula and particles behind it go too; noun stands
    before a noun. `level` is the intensity (1–3) from which it holds. `medium`, `strong` and `formal` replace `say` at 2, 3 and
    for a customer; `past` where the predicate is past. `before`, `after` and the two `not_` lists look at the text beside the match.
    `alone` must open the clause, `sole` be all of it, `not_last` must not close it, `behind_verb` must follow a plain verb, `comma` must
    be followed by one, `is_joining` is a conjunctive particle. `particle` is written before a predicate right behind a noun (客カンカン).
    `of` limits the rule to clauses that request something, that request doing something (and not leaving it), or that ask.
    """

    find: tuple[str, ...]
    reason: str
    say: str
    where: Literal["any", "start", "end", "noun"] = "any"
    level: int = 1
    medium: str = ""
    strong: str = ""
    formal: str = ""
    past: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    alone: bool = False
    sole: bool = False
    behind_verb: bool = False
    particle: str = ""
    not_last: bool = False
    comma: bool = False
    is_joining: bool = False
    of: Literal["", "request", "doing", "question"] = ""

    def __post_init__(self) -> None:
        if not self.find or not all(isinstance(phrase, str) and phrase for phrase in self.find):
            raise ValueError("`find` must be a list of words")
        if self.where not in ("any", "start", "end", "noun"):
            raise ValueError(f"`where` can't be {self.where!r}")
        if self.where == "end" and not self.say:
            raise ValueError("a predicate can't be replaced by nothing")
        if self.of not in ("", "request", "doing", "question"):
            raise ValueError(f"`of` can't be {self.of!r}")
        if self.level not in (1, 2, 3):
            raise ValueError("`level` must be 1, 2 or 3")

    def said(self, register: int, *, past: bool) -> str:
        """What to say at a register (1–3, 4 for a customer)."""
        if past:
            return self.past
        chosen = [self.say, self.medium, self.strong, self.formal][:register]
        said = next((text for text in reversed(chosen) if text), self.say)
        if register > 1 and self.reason != "refusal" and said.endswith("てください"):
            return said.removesuffix("ください") + ("いただけますか" if register == 2 else "いただけますでしょうか")
        return said


@lru_cache(maxsize=1)
def rules() -> tuple[WordRule, ...]:
    """The word rules of the rulebook."""
    return load_entries(FOLDER / "soften_ja_words.yaml", WordRule)


@lru_cache(maxsize=1)
def by_head() -> dict[str, tuple[tuple[str, WordRule], ...]]:
    """First character → phrases, longest first; of equal ones predicates first, as the file orders the rest."""
    table: dict[str, list[tuple[str, WordRule]]] = {}
    for rule in rules():
        for phrase in rule.find:
            table.setdefault(phrase[0], []).append((phrase, rule))
    return {head: tuple(sorted(found, key=_rank)) for head, found in table.items()}


def _rank(found: tuple[str, WordRule]) -> tuple[int, int, int]:
    phrase, rule = found
    return (-len(phrase), rule.where != "end", not (rule.alone or rule.comma))


@lru_cache(maxsize=1)
def heads() -> re.Pattern[str]:
    return re.compile("[" + re.escape("".join(sorted(by_head()))) + "]")
