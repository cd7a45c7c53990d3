"""Tests wait for what happens and let time pass; none sleeps, and none makes up a clock of its own."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
MAY_SLEEP = {
    "waiting.py": "where the others look again",
    "models/scripted_server.py": "a model that is slow or hangs, as its script says",
    "queues/chores.py": "jobs of a worker in another process, which stops them",
}
SLEEPING = {"time", "asyncio"}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Of functions of a module or of methods, by their names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def sleeps(tree: ast.AST) -> Iterator[int]:
    """The lines with a sleep, or with a way to have one by another name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in SLEEPING and "sleep" in {a.name for a in node.names}:
            yield node.lineno
    for name, call in calls(tree):
        if name == "sleep" and [ast.unparse(each) for each in call.args] != [
            "0"
        ]:  # others have their turn, that is all
            yield call.lineno


def patches_of_the_clock(tree: ast.AST) -> Iterator[int]:
    """The lines that put something into the clock: `setattr(clock, …)`, `patch.object(clock, …)`, or either by its path."""
    for name, call in calls(tree):
        if name in {"setattr", "object", "patch"} and call.args and is_the_clock(call.args[0]):
            yield call.lineno


def is_the_clock(given: ast.expr) -> bool:
    by_path = isinstance(given, ast.Constant) and "resilience.clock" in str(given.value)
    return by_path or (isinstance(given, ast.Name) and given.id == "clock")


def files_with(word: str, found: Callable[[ast.AST], Iterator[int]]) -> set[str]:
    """The files where something is found; only those with the word are read as code."""
    texts = ((path, path.read_text(encoding="utf-8")) for path in TESTS.rglob("*.py"))
    named = (path for path, text in texts if word in text and any(found(ast.parse(text))))
    return {path.relative_to(TESTS).as_posix() for path in named}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("time.sleep(0.1)", [1]),
        ("await asyncio.sleep(pause)", [1]),
        ("from time import sleep", [1]),
        ("runner.run(asyncio.sleep(1))", [1]),
        ("await asyncio.sleep(0)", []),
        ("'time.sleep(60)'", []),
    ],
)
def test_a_sleep_is_found(code: str, found: list[int]) -> None:
    assert list(sleeps(ast.parse(code))) == found


@pytest.mark.parametrize(
    "code",
    [
        "monkeypatch.setattr(clock, 'tick', later)",
        "patch.object(clock, 'now', later)",
        "monkeypatch.setattr('tonebridge.resilience.clock.tick', later)",
    ],
)
def test_a_clock_of_ones_own_is_found(code: str) -> None:
    assert list(patches_of_the_clock(ast.parse(code))) == [1]


def test_no_test_sleeps() -> None:
    assert files_with("sleep", sleeps) == set(MAY_SLEEP)


def test_time_passes_in_one_way() -> None:
    assert files_with("clock", patches_of_the_clock) == {"passing_time.py"}
