"""Where the processes of one start put their metrics, and what becomes of other folders."""

from pathlib import Path

import pytest

from tonebridge.serving import metrics_folder
from tonebridge.serving.metrics_folder import VARIABLE

NO_PROCESS = str(2**22 + 1)
"""Linux gives no process so large an id."""


def full(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "counter_1.db").write_bytes(b"of an earlier start")
    return folder


def test_a_named_folder_is_emptied_and_its_neighbours_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named, neighbour = full(tmp_path / "metrics"), full(tmp_path / "2026-backup")
    monkeypatch.setenv(VARIABLE, str(named))
    metrics_folder.prepare()
    assert not list(named.iterdir())
    assert list(neighbour.iterdir())


def test_folders_of_killed_starts_go_with_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONEBRIDGE_RUN_DIR", str(tmp_path))
    monkeypatch.setenv(VARIABLE, "")
    left_over = full(tmp_path / "metrics" / NO_PROCESS)
    metrics_folder.prepare()
    assert not left_over.exists()
    metrics_folder.remove()
    assert not list((tmp_path / "metrics").iterdir())
