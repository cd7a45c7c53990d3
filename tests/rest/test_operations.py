"""What an app says of its operations stops the start where it can't be used, and names its file."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tonebridge.rest import operations

GOOD = """GET /api/v1/one:
  id: getOne
  tag: Ones
  summary: Get one
  description: One.
"""


def read(monkeypatch: pytest.MonkeyPatch, folder: Path, *files: str) -> set[str]:
    """The doors that these files of as many apps describe."""
    written = [folder / f"app-{number}.yaml" for number in range(len(files))]
    for path, text in zip(written, files, strict=True):
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(operations, "_files", lambda: written)
    return set(operations.operations.__wrapped__())


def test_what_is_said_of_each_door_once_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert read(monkeypatch, tmp_path, GOOD, GOOD.replace("one", "two")) == {"GET /api/v1/one", "GET /api/v1/two"}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((GOOD + GOOD,), r"app-0\.yaml(.|\n)*GET /api/v1/one is there twice(.|\n)*line 6"),
        ((GOOD + "  tag: Others\n",), r"app-0\.yaml(.|\n)*tag is there twice(.|\n)*line 6"),
        (("? [GET, /api/v1/one]\n: {id: getOne}\n",), r"app-0\.yaml(.|\n)*unhashable key(.|\n)*line 1"),
        ((GOOD, GOOD), r"app-1\.yaml: GET /api/v1/one is described by another app"),
        ((GOOD + "  tags: [Others]\n",), r"app-0\.yaml(.|\n)*GET /api/v1/one\.tags"),
        ((GOOD + "}",), r"app-0\.yaml(.|\n)*line 6"),
        (("",), r"app-0\.yaml"),
    ],
    ids=["a door twice", "a name twice", "a list for a name", "in two apps", "an unknown name", "no YAML", "nothing"],
)
def test_what_cannot_be_used_names_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        read(monkeypatch, tmp_path, *files)
