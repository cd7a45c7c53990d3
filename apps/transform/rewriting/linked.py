"""Changes that stand or fall together: "Decide … ." becomes "Could you decide … ?", and a question mark is no change of its own."""

import re
from collections.abc import Sequence

from apps.transform.contracts import Change

SENTENCE_END = re.compile(r"[.!?](?=\s)|[。！？\n]")
WORD = re.compile(r"\w")


def linked(original: str, changes: Sequence[Change]) -> tuple[tuple[Change, ...], ...]:
    """The ordered changes in groups, in the order of each group's first: marks alone go with the change before them in their
    sentence, of the same reason where there is one.
    """
    groups: list[list[Change]] = []
    for change in changes:
        group = _group_of(original, change, groups) if _is_mark(change) else None
        if group is None:
            groups.append([change])
        else:
            group.append(change)
    return tuple(tuple(group) for group in groups)


def _is_mark(change: Change) -> bool:
    both = change.original + change.replacement
    return bool(both.strip()) and not WORD.search(both)


def _group_of(original: str, mark: Change, groups: list[list[Change]]) -> list[Change] | None:
    near = [group for group in groups if not SENTENCE_END.search(original, group[-1].end, mark.start)]
    same = [group for group in near if group[0].reason.code == mark.reason.code]
    return next(reversed(same or near), None)
