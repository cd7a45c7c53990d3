"""The marks behind a softened ending: a shout becomes a full stop, a question stays one."""

from apps.transform.rewriting.orders.japanese.clauses import Clause


def calm_mark(clause: Clause, *, question: bool = False) -> str:
    """What stands behind the new ending of a clause. An order cut off by a comma is a sentence of its own now."""
    if clause.is_inner:
        return "、" if clause.is_echoed else "。"
    if question and clause.is_question:
        return "？"
    if any(mark in clause.mark for mark in "！!？?"):
        return "。"
    return clause.mark
