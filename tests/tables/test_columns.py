"""Columns and choices by the words that people use for them, which are data: a wrong entry stops the start."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tonebridge.tables.columns import aliases_in, choice_named, choices_in

KNOWN = {"kind": ["preserve", "jargon"]}


def file_of(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "values.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_each_choice_has_its_words(tmp_path: Path) -> None:
    found = choices_in(file_of(tmp_path, "kind: {jargon: [explain], preserve: [keep]}"), KNOWN)
    assert found == {"kind": {"jargon": ("explain",), "preserve": ("keep",)}}


@pytest.mark.parametrize(
    "content",
    [
        "kind: {jargon: [explain], presrve: [keep]}",
        "kind: {jargon: [explain]}",
        "knd: {jargon: [explain], preserve: [keep]}",
    ],
    ids=["misspelt choice", "missing choice", "misspelt field"],
)
def test_an_entry_for_none_of_them_is_refused_with_its_file(tmp_path: Path, content: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"values\.yaml"):
        choices_in(file_of(tmp_path, content), KNOWN)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text: [a]\nid: [b]\ntext: [c]\n", r"text is there twice(.|\n)*line 3"),
        ("1: [a]\n'1': [b]\n", r"1 is there twice(.|\n)*line 2"),
        ("text: [a]\n? [id]\n: [b]\n", r"unhashable key(.|\n)*line 2"),
        ("text: body\n", "text"),
        ("text: [no]\n", "text"),
        ("", "dictionary"),
        ("text: [a\n", "line 2"),
    ],
    ids=[
        "a key twice",
        "twice as a number",
        "a list for a key",
        "one word for a list",
        "no word",
        "nothing",
        "no YAML",
    ],
)
def test_what_cannot_be_used_is_refused_with_its_file(tmp_path: Path, content: str, said: str) -> None:
    for refused in (lambda path: aliases_in(path), lambda path: choices_in(path, {})):
        with pytest.raises(ImproperlyConfigured, match=rf"values\.yaml(.|\n)*{said}"):
            refused(file_of(tmp_path, content))


def test_a_choice_may_be_a_number_and_be_called_one(tmp_path: Path) -> None:
    choices = choices_in(file_of(tmp_path, "intensity:\n  2: [two, 02]\n"), {"intensity": ["2"]})
    assert [choice_named(cell, choices["intensity"]) for cell in ("2", "two")] == ["2", "2"]
    assert choices == {"intensity": {"2": ("two", "2")}}
