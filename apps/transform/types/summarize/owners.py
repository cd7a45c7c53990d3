"""An owner named in a sentence of its own belongs to the task before it, and is never dropped without it."""

from collections.abc import Iterable
from dataclasses import replace

from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.roles.facts import owner_of

TASKS = frozenset({Role.REQUEST, Role.NEXT, Role.DECISION, Role.ACTION, Role.OPEN})


def with_owners(statements: Iterable[Statement], language: str) -> list[Statement]:
    """The statements, owners put in parentheses behind their task."""
    folded: list[Statement] = []
    for statement in statements:
        owner = owner_of(statement.text, language)
        if owner and folded and folded[-1].role in TASKS and not folded[-1].below:
            task = folded[-1]
            folded[-1] = replace(task, text=task.text + _note(statement.text, owner, language), end=statement.end)
        else:
            folded.append(statement)
    return folded


def _note(text: str, owner: str, language: str) -> str:
    if language == "ja":
        label = next((word for word in ("責任者", "窓口") if text.startswith(word)), "担当")
        return f"（{label}：{owner}）"
    return f" ({'contact' if 'contact' in text.lower() else 'owner'}: {owner})"
