"""What is written in a message's own language stands in both languages, or the product doesn't start."""

from pathlib import Path

import pytest

from apps.transform.rewriting.rulebook import RulebookError, Wording, wording_beside


def load(folder: Path, content: str) -> Wording:
    (folder / "wording.yaml").write_text(content, encoding="utf-8")
    return wording_beside(str(folder / "rules.py"))


def test_words_are_found_by_key_and_language(tmp_path: Path) -> None:
    words = load(tmp_path, "- {key: due, ja: '{}まで', en: 'by {}'}\n")
    assert (words["due"]["ja"].format("明日"), words["due"]["en"].format("noon")) == ("明日まで", "by noon")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- {key: due, ja: 期限}\n", r"wording.yaml:1: missing \['en'\]"),
        ("- {key: due, ja: '{}まで', en: by}\n", "wording.yaml:1: due: both languages need the same places to fill in"),
        ("- {key: due, ja: 期限, en: due}\n- {key: due, ja: 締切, en: due}\n", "the key due is there twice"),
    ],
    ids=["a language missing", "a place missing", "a key twice"],
)
def test_a_wrong_entry_prevents_the_start(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(RulebookError, match=said):
        load(tmp_path, content)
