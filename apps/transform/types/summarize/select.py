"""Choose and shorten statements until they fit the length an intensity allows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from apps.transform.contracts import Intensity
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.types.summarize.antecedents import halves
from apps.transform.types.summarize.compress import compress
from apps.transform.types.summarize.rank import IF_ONLY, holds_fact, ranked

SHARE = {Intensity.LIGHT: 0.70, Intensity.MEDIUM: 0.50, Intensity.STRONG: 0.30}
"""The longest a summary may be, as a share of the original's characters."""
FLOOR = {"ja": 45, "en": 110}
"""A summary need not be shorter than this: a third of four lines is half a thought."""
CEILING = 0.7
"""But it is never longer than this share, unless what nothing may push out is."""
LEADS = (Role.DECISION, Role.REQUEST, Role.IMPACT)
"""What comes first: the decision, else what is asked, else what is hit."""
TIGHTEST = 3
TIGHT_VALUE = 0.93
"""A statement in its tightest form is worth a little less than in its own words."""
WEIGHTY = 0.25
"""A decision or a request that matters less than this share of what matters most has to find room like the rest."""
POINTS_BACK = re.compile(
    r"(?:それ|その|そこ|そちら(?!の)|この(?!たび|度)|これ|同|上記|さもないと)"
    r"|(?:until then|by then|that|those|these|they|it|its|their|he|she|otherwise)\b",
    re.I,
)
PART_VALUE = 0.6
"""One of two sentences that belong together is worth less alone."""
MOST = 40
"""More statements than this are chosen greedily: the exact choice takes time in statements times characters."""


@dataclass(frozen=True)
class Line:
    """A statement as the summary says it. `at` is its place in the message."""

    at: int
    statement: Statement
    text: str
    value: float
    part: bool = False

    @property
    def cost(self) -> int:
        """Characters in the summary, full stop and space included."""
        return len(self.text) + len(self.statement.below) + 2 - (self.text[-1:] > "\u2fff")


def room(length: int, language: str, intensity: Intensity, label: str) -> int:
    """The characters that a summary of a message may have beside its label."""
    return int(max(length * SHARE[intensity] - len(label), min(FLOOR[language], length * CEILING)))


def select(statements: Sequence[Statement], language: str, intensity: Intensity, budget: int) -> list[Line]:
    """The lines of the summary in reading order: decision first, then as the message goes.

    The weightiest decision and request are left even when they are longer than the budget; so is one line.
    """
    scores = ranked(statements, language)
    wordings = [_wordings(at, s, scores[at], language, intensity) for at, s in enumerate(statements)]
    essential = _essential(wordings, budget)
    left = budget - sum(line.cost for line in essential)
    others = [w for w in wordings if all(w[0].at != line.at for line in essential)]
    chosen = [*essential, *_filled(others, left)]
    empty = {line.at for line in chosen if _leads_nowhere(line, chosen, statements)}
    if empty:
        chosen = [*essential, *_filled([w for w in others if w[0].at not in empty], left)]
    return _in_order(chosen or [max(map(_tightest, wordings), key=lambda line: line.value)])


def _wordings(at: int, statement: Statement, score: float, language: str, intensity: Intensity) -> list[Line]:
    """The statement at the intensity's level and, where that is shorter, in its tightest form; two sentences also apart."""
    value = score**2
    own = Line(at, statement, compress(statement.text, language, int(intensity)), value)
    tight = Line(at, statement, compress(statement.text, language, TIGHTEST), value * TIGHT_VALUE)
    parts = [
        Line(at, half, compress(half.text, language, TIGHTEST), value * PART_VALUE, part=True)
        for half in (halves(statement) or ())[:1]
    ]
    return [own, *([tight] if intensity > Intensity.LIGHT and tight.cost < own.cost else []), *parts]


def _tightest(wordings: Sequence[Line]) -> Line:
    return [line for line in wordings if not line.part][-1]


def _essential(wordings: Sequence[Sequence[Line]], budget: int) -> list[Line]:
    """The weightiest decision and request (without a decision, the impact), tightly worded: nothing pushes them out."""
    decided = any(w[0].statement.role is Role.DECISION for w in wordings)
    least = WEIGHTY * max((w[0].value for w in wordings), default=0.0)
    kept: list[Line] = []
    for role in (Role.DECISION, Role.REQUEST) if decided else (Role.REQUEST, Role.IMPACT):
        left = budget - sum(line.cost for line in kept)
        lines = [
            _tightest(w)
            for w in wordings
            if w[0].statement.role is role and w[0].value >= least and not IF_ONLY.search(w[0].text)
        ]
        first = not kept  # what matters most may be longer than the room; what comes second may not
        fitting = [max(lines, key=_value)] if first and lines else [line for line in lines if line.cost <= left]
        kept += [max(fitting, key=_value)] if fitting else []
    return kept


def _value(line: Line) -> float:
    return line.value


def _filled(wordings: Sequence[Sequence[Line]], budget: int) -> list[Line]:
    return _best(wordings, budget) if len(wordings) <= MOST else _greedy(wordings, budget)


def _best(wordings: Sequence[Sequence[Line]], budget: int) -> list[Line]:
    """The lines of most value that fit: a knapsack with at most one wording a statement."""
    best: dict[int, tuple[float, tuple[Line, ...]]] = {0: (0.0, ())}
    for choices in wordings:
        grown = dict(best)
        for used, (value, lines) in best.items():
            for line in choices:
                total = used + line.cost
                if total <= budget and grown.get(total, (-1.0, ()))[0] < value + line.value:
                    grown[total] = (value + line.value, (*lines, line))
        best = _frontier(grown)
    return list(max(best.values(), key=lambda found: found[0])[1])


def _frontier(found: dict[int, tuple[float, tuple[Line, ...]]]) -> dict[int, tuple[float, tuple[Line, ...]]]:
    """Only the choices that no shorter one beats."""
    kept: dict[int, tuple[float, tuple[Line, ...]]] = {}
    most = -1.0
    for used in sorted(found):
        if found[used][0] > most:
            kept[used] = found[used]
            most = found[used][0]
    return kept


def _greedy(wordings: Sequence[Sequence[Line]], budget: int) -> list[Line]:
    """The best-scored lines that fit, in their tightest wording."""
    chosen: list[Line] = []
    left = budget
    for line in sorted(map(_tightest, wordings), key=lambda line: (-line.value, line.at)):
        if line.cost <= left:
            chosen.append(line)
            left -= line.cost
    return chosen


def _leads_nowhere(line: Line, chosen: Sequence[Line], statements: Sequence[Statement]) -> bool:
    """Whether the sentence goes on (開発は完了していますが、…) with a point that the summary leaves out; facts are told."""
    after = line.at + 1
    goes_on = after < len(statements) and statements[after].sentence == line.statement.sentence
    weighty = line.statement.role in LEADS or holds_fact(line.text)
    return goes_on and not weighty and all(other.at != after for other in chosen)


def _in_order(lines: list[Line]) -> list[Line]:
    lead = next((role for role in LEADS if any(line.statement.role is role for line in lines)), None)
    return sorted(lines, key=lambda line: (_place(line, lead), line.at))


def _place(line: Line, lead: Role | None) -> int:
    """What the message is about, then what leads, then the rest."""
    if line.statement.role is Role.HEADING:
        return 0
    return 1 if line.statement.role is lead and not _leans(line) else 2


def _leans(line: Line) -> bool:
    """Whether the line points back (それまでは, until then): ahead of what it points to it would say nothing."""
    return bool(POINTS_BACK.match(line.text))
