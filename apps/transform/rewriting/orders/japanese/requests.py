"""What asks something of the reader: orders, prohibitions, pleas. Read from conjugation, never from suffixes."""

from collections.abc import Callable

from apps.analyze.language.tokens import Token
from apps.transform.rewriting.orders.japanese.asks import Ask
from apps.transform.rewriting.orders.japanese.clauses import Clause
from apps.transform.rewriting.orders.japanese.orders import imperative, please
from apps.transform.rewriting.orders.japanese.pleas import bare_te, can_you, directive, plead, wish
from apps.transform.rewriting.orders.japanese.prohibitions import (
    forbids,
    is_final_na,
    must_not,
    prohibition,
    told_not_to,
)

PARTICLES = ("よ", "ね", "や", "な", "わ", "って", "ってば", "の", "ば", "さ")


def read_ask(clause: Clause) -> Ask | None:
    """The request a clause ends in; None for anything else."""
    tokens = _without_particles(clause.tokens)
    return next((ask for rule in RULES if (ask := rule(tokens, clause)) is not None), None)


def _without_particles(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Past よ, ね, って after an order; a な that forbids stays."""
    end = len(tokens)
    while end > 1 and tokens[end - 1].surface in PARTICLES and tokens[end - 1].pos in ("助詞", "助動詞"):
        if is_final_na(tokens[end - 1]) and forbids(tokens, end - 1):
            break
        if tokens[end - 1].pos == "助動詞":
            break
        end -= 1
    return tokens[:end]


RULES: tuple[Callable[[tuple[Token, ...], Clause], Ask | None], ...] = (
    please,
    imperative,
    prohibition,
    must_not,
    told_not_to,
    wish,
    can_you,
    bare_te,
    directive,
    plead,
)
