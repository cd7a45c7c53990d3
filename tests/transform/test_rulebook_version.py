"""Results tell which rules wrote them: another version as soon as anything changes that an answer may hang on."""

from pathlib import Path

import pytest

from apps.transform.rulebook_version import rulebook_version, version_of


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "words.yaml").write_text("- {find: 直せ, say: 直してください}\n", encoding="utf-8")
    (tmp_path / "write.py").write_text("ORDER = 1\n", encoding="utf-8")
    return tmp_path


def test_nothing_changed_is_the_same_version(room: Path) -> None:
    before = version_of([room])
    (room / "README.md").write_text("Words.", encoding="utf-8")
    (room / "write.cpython-311.pyc").write_bytes(b"compiled")
    assert version_of([room]) == before


def test_a_word_a_line_a_new_file_and_another_name_are_other_versions(room: Path) -> None:
    words, code = room / "rules" / "words.yaml", room / "write.py"
    found = [version_of([room]), version_of([room], ["dictionary 2"])]
    words.write_text("- {find: 直せ, say: お直しください}\n", encoding="utf-8")
    found.append(version_of([room]))
    code.write_text("ORDER = 2\n", encoding="utf-8")
    found.append(version_of([room]))
    (room / "weights.npz").write_bytes(b"weights")
    found.append(version_of([room]))
    words.rename(room / "rules" / "wording.yaml")
    found.append(version_of([room]))
    assert len(set(found)) == len(found) == 6


def test_our_own_is_short_enough_to_read_out() -> None:
    assert len(rulebook_version()) == 8
