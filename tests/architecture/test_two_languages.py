"""No Python file holds what is written in Japanese beside the same in English: sentences for readers are in the catalogue, what is
written in a message's own language is in a `wording.yaml` beside its code. Patterns and words that are looked for are neither.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("apps", "tonebridge")
JAPANESE = re.compile(r"[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff9f]")
LATIN = re.compile(r"[A-Za-z]{3}")
JAPANESE_SENTENCE = re.compile(r"[\u3041-\u3096]{2}")
"""Two hiragana in a row: names and single words that are looked for mostly have none."""
ENGLISH_SENTENCE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}|[A-Za-z]{2,}: ")
PLACE = re.compile(r"\{[^{}]*\}")
Function = ast.FunctionDef | ast.AsyncFunctionDef
Statement = ast.Assign | ast.AnnAssign | ast.Return | ast.Expr


def is_pattern(node: ast.AST) -> bool:
    """Whether it is a call of `re`."""
    name = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
    return isinstance(name, ast.Name) and name.id == "re"


def is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def texts(node: ast.AST | None) -> Iterator[str]:
    """All strings under a node, without their places to fill in; those of patterns and docstrings aside."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield PLACE.sub("", node.value)
    elif node is not None and not is_pattern(node) and not is_docstring(node):
        yield from (text for child in ast.iter_child_nodes(node) for text in texts(child))


def holds(found: Iterable[str], pattern: re.Pattern[str], *, without: re.Pattern[str] | None = None) -> bool:
    return any(pattern.search(text) and not (without and without.search(text)) for text in found)


def has_both(node: Function | Statement) -> bool:
    found = list(texts(node))
    return holds(found, JAPANESE_SENTENCE) and holds(found, ENGLISH_SENTENCE, without=JAPANESE)


def is_choice(node: ast.IfExp) -> bool:
    sides = [list(texts(side)) for side in (node.body, node.orelse)]
    return any(holds(one, JAPANESE) and holds(other, LATIN, without=JAPANESE) for one, other in (sides, sides[::-1]))


def is_table(node: ast.Dict) -> bool:
    keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
    return {"ja", "en"} <= keys and holds((text for value in node.values for text in texts(value)), JAPANESE)


def offends(node: ast.AST) -> bool:
    if isinstance(node, ast.Dict):
        return is_table(node)
    return is_choice(node) if isinstance(node, ast.IfExp) else isinstance(node, Function | Statement) and has_both(node)


def side_by_side(source: str) -> list[int]:
    """The lines where they stand so."""
    return sorted({getattr(node, "lineno", 0) for node in ast.walk(ast.parse(source)) if offends(node)})


@pytest.mark.parametrize(
    "source",
    [
        'SAYS = {"ja": "保存しました。", "en": "It was kept."}',
        'LABEL = {"ja": "参照：", "en": "References: "}',
        'SLOT: dict[str, str] = {"ja": "【{}】", "en": "[{}]"}',
        'told = "保存しました。" if language == "ja" else "It was kept."',
        'def told(language):\n    if language == "ja":\n        return "保存しました。"\n    return "It was kept."',
        'PAIR = ("保存しました。", "It was kept.")',
        'warn(f"{name}を保存しました。", f"It was kept: {name}")',
    ],
)
def test_a_sentence_beside_its_translation_is_found(source: str) -> None:
    assert side_by_side(source)


@pytest.mark.parametrize(
    "source",
    [
        'LOOKED_FOR = {"ja": re.compile("保存しました"), "en": re.compile("it was kept")}',
        'LONGEST = {"ja": 60, "en": 120}',
        'ROLES = ("エンジニア", "engineer", "product manager")',
        'def told():\n    """It was kept: 保存しました。"""\n    return "保存しました。"',
    ],
)
def test_patterns_numbers_names_and_explanations_are_none(source: str) -> None:
    assert not side_by_side(source)


def test_no_file_holds_a_sentence_beside_its_translation() -> None:
    paths = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    found = {
        str(path.relative_to(ROOT)): side_by_side(path.read_text(encoding="utf-8"))
        for path in paths
        if "migrations" not in path.parts
    }
    assert {path: lines for path, lines in found.items() if lines} == {}
