"""Plain statements in polite form, with the particles of speech behind them calmed."""

from apps.transform.contracts import Edit
from apps.transform.rewriting.keigo.endings import polite_ending
from apps.transform.rewriting.keigo.predicates import Predicate, read_predicate
from apps.transform.types.soften.japanese.clauses import Clause
from apps.transform.types.soften.japanese.marks import calm_mark

TAILS = {"ね": "ね", "な": "ね", "なあ": "ね", "なぁ": "ね", "けど": "が", "けれど": "が", "けれども": "が", "が": "が", "から": "ので", "し": "し"}
"""What becomes of a particle behind a polite ending; よ, ぞ, さ, じゃん and the rest go."""

MILD = ("です", "でしょう")


def word_statement(clause: Clause) -> Edit | None:
    """The statement a clause ends in, made polite; None where it is polite or no rule reads it."""
    predicate = read_predicate(clause.tokens)
    if predicate is None or "か" in predicate.tails:
        return None
    if predicate.is_polite:
        return _polite_already(predicate, clause)
    ending = polite_ending(predicate)
    if ending is None:
        return None
    text = ending.text + _tails(predicate.tails)
    mark = clause.mark if clause.mark.startswith(("…", "？", "?")) else calm_mark(clause)
    end = clause.mark_start if mark == clause.mark else clause.mark_end
    return Edit(ending.start, end, text + (mark if end == clause.mark_end else ""), "plain_ending")


def _tails(tails: tuple[str, ...]) -> str:
    kept = [TAILS[tail] for tail in tails if tail in TAILS]
    return "よね" if tails[-2:] == ("よ", "ね") else kept[-1] if kept else ""


def _polite_already(predicate: Predicate, clause: Clause) -> Edit | None:
    """でしょ → でしょう, ですけど → ですが, ますから stays."""
    core = predicate.core
    if core.surface == "でしょ":
        return Edit(core.start, clause.mark_start, "でしょう", "casual")
    return None
