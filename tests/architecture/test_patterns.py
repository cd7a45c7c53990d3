"""No pattern has two stretches of space side by side: where it fails, each length of one is tried with each of the other."""

import re
import re._constants as kinds  # type: ignore[import-not-found]  # how Python itself reads patterns
import re._parser as parser  # type: ignore[import-not-found]  # as above
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Part = tuple[Any, Any]  # a kind of the parser's, and what that kind holds
REPEATED = (kinds.MAX_REPEAT, kinds.MIN_REPEAT)
SPACE = [(kinds.IN, [(kinds.CATEGORY, kinds.CATEGORY_SPACE)])]


def insides(part: Part) -> list[list[Part]]:
    """What may stand for a group, a choice or a repetition."""
    kind, value = part
    if kind in REPEATED:
        return [list(value[2])]
    if kind is kinds.SUBPATTERN:
        return [list(value[3])]
    return [list(each) for each in value[1]] if kind is kinds.BRANCH else []


def is_space(part: Part) -> bool:
    return part[0] in REPEATED and part[1][1] is kinds.MAXREPEAT and list(part[1][2]) == SPACE


def may_be_nothing(part: Part) -> bool:
    if part[0] in (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT) or (part[0] in REPEATED and part[1][0] == 0):
        return True
    return any(all(map(may_be_nothing, each)) for each in insides(part))


def has_at_edge(parts: Iterable[Part], *, first: bool) -> bool:
    """Whether it may begin, or else end, with a stretch of space."""
    for part in parts:
        inside = (each if first else each[::-1] for each in insides(part))
        if is_space(part) or any(has_at_edge(each, first=first) for each in inside):
            return True
        if not may_be_nothing(part):
            return False
    return False


def has_neighbours(parts: list[Part]) -> bool:
    behind_space = False
    for part in parts:
        begins = has_at_edge([part], first=True)
        if (behind_space and begins) or any(map(has_neighbours, insides(part))):
            return True
        behind_space = has_at_edge([part], first=False) or (behind_space and may_be_nothing(part))
    return False


def patterns() -> Iterator[tuple[str, str, int]]:
    """All that stand as a name of a module, or in one of its tables."""
    for room in ("apps", "tonebridge"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield from patterns_of(path)


def patterns_of(path: Path) -> Iterator[tuple[str, str, int]]:
    if "re.compile" not in path.read_text(encoding="utf-8") or "migrations" in path.parts:
        return
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for name, value in vars(module).items():
        table = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
        for each in table:
            if isinstance(each, re.Pattern) and isinstance(each.pattern, str):
                yield f"{module.__name__} {name}", each.pattern, each.flags


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\s*-?\s*x", True),
        (r"(?:a\s*)(?:b|\s+)", True),
        (r"\s*(?:-\s*)?x", False),
        (r"\s*x\s*", False),
        (r"(?:-\s*|a)*", False),
    ],
)
def test_two_stretches_side_by_side_are_found(pattern: str, expected: bool) -> None:
    assert has_neighbours(list(parser.parse(pattern))) is expected


def test_no_pattern_has_them() -> None:
    found = list(patterns())
    assert len(found) > 150
    assert [where for where, pattern, flags in found if has_neighbours(list(parser.parse(pattern, flags)))] == []
