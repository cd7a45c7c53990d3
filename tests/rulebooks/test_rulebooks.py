"""A wrong entry of a rulebook stops the start and names its file and line."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tonebridge.rulebooks import RulebookError, load_entries


@dataclass(frozen=True)
class Entry:
    """A word, and what may be said instead."""

    word: str
    instead: tuple[str, ...] = ()


def load(folder: Path, content: str) -> tuple[Entry, ...]:
    path = folder / "words.yaml"
    path.write_text(content, encoding="utf-8")
    return load_entries(path, Entry)


def test_entries_are_read_as_they_stand(tmp_path: Path) -> None:
    assert load(tmp_path, "- word: a\n  instead: [b, c]\n- {word: d}\n") == (Entry("a", ("b", "c")), Entry("d"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- word: a\n- word: b\n  instead: [c]\n  word: d\n", "words.yaml:4: not valid YAML: word is there twice"),
        ("- word: a\n- word: b\n  ? [instead]\n  : [c]\n", "words.yaml:3: not valid YAML: found unhashable key"),
        ("- word: a\n- word: b\n  1: c\n  instaed: d\n", r"words.yaml:2: unknown \[1, 'instaed'\]"),
        ("- word: a\n- {word: b\n", "words.yaml:3: not valid YAML"),
        ("word: a\n", "words.yaml:1: must be a list of entries"),
        ("- word: a\n- b\n", "words.yaml:1: an entry must be a mapping"),
    ],
    ids=["a key twice", "a list for a key", "unknown keys", "no YAML", "no list", "no mapping"],
)
def test_a_wrong_entry_is_named_with_its_line(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(RulebookError, match=said):
        load(tmp_path, content)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_bytes(b"- word: \xff\n")
    with pytest.raises(RulebookError, match=r"words\.yaml:1: not valid YAML"):
        load_entries(tmp_path / "words.yaml", Entry)
