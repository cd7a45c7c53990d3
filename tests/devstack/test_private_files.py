"""No other account of the machine reads what the product writes."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from pytest_django import Settings

from tonebridge.devstack import demo_state
from tonebridge.devstack.mail_folder import PrivateFolder
from tonebridge.devstack.private_file import private_folder, write_private
from tonebridge.devstack.secrets import development_secrets
from tonebridge.devstack.supervision.leftovers import Leftovers
from tonebridge.devstack.supervision.lock import only_one
from tonebridge.devstack.supervision.process import Process, run_to_end
from tonebridge.devstack.supervision.program import Program
from tonebridge.settings.mail import read_email_url


@pytest.fixture(autouse=True)
def _a_generous_machine() -> Iterator[None]:
    """Where nothing else is said, new files are for everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


def readable(root: Path) -> list[str]:
    """What others reach below `root`, by the rights of each folder on the way there."""
    found = []
    for path in sorted(root.iterdir()):
        mode = path.lstat().st_mode
        if mode & 0o077 and not path.is_symlink():
            found.append(f"{path} {mode & 0o777:o}")
        if path.is_dir() and mode & 0o011:
            found += readable(path)
    return found


def sent(folder: Path) -> None:
    with PrivateFolder(file_path=str(folder)) as backend:
        EmailMessage("a link", "to a new password", to=["alice@example.com"], connection=backend).send()


def test_mail_of_development_is_its_owners_from_the_first_moment(tmp_path: Path) -> None:
    sent(tmp_path / "mail")
    (file,) = (tmp_path / "mail").iterdir()
    assert (file.parent.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_mail_folder_of_an_earlier_version_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONEBRIDGE_RUN_DIR", str(tmp_path))
    (tmp_path / "mail").mkdir(mode=0o755)
    (tmp_path / "mail" / "old.log").write_text("a link")
    sent(tmp_path / "mail")
    assert readable(tmp_path) == []


def test_a_folder_that_somebody_else_named_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    sent(tmp_path / "shared")
    (file,) = (tmp_path / "shared").iterdir()
    assert (file.parent.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o755, 0o600)


def test_development_writes_its_mail_there(tmp_path: Path, settings: Settings) -> None:
    found = read_email_url("", default_folder=tmp_path / "mail")
    settings.EMAIL_FILE_PATH = str(found["EMAIL_FILE_PATH"])
    assert isinstance(get_connection(str(found["EMAIL_BACKEND"])), PrivateFolder)


def test_nothing_that_a_start_writes_is_for_others(tmp_path: Path) -> None:
    development_secrets(tmp_path)
    demo_state.mark_made(tmp_path, {"TONEBRIDGE_PORT": "1"})
    write_private(tmp_path / "servers.json", "{}")
    note = "import pathlib, sys; pathlib.Path(sys.argv[1]).mkdir(); pathlib.Path(sys.argv[1], 'x').write_text('x')"
    written = str(tmp_path / "data")
    writer = Program("writer", (sys.executable, "-c", note, written), tmp_path / "logs" / "writer.log")
    with only_one(tmp_path):
        Leftovers(tmp_path / "pids").remember(process := Process(writer))
    process.stop()
    run_to_end(replace(writer, command=(*writer.command[:-1], f"{written}-2")), within_s=30)
    assert (tmp_path / "data-2" / "x").exists()
    assert readable(tmp_path) == []


@pytest.mark.parametrize("mode", [0o755, 0o711, 0o770, 0o701])
def test_a_folder_that_was_open_is_closed(tmp_path: Path, mode: int) -> None:
    (tmp_path / "logs").mkdir(mode=mode)
    assert private_folder(tmp_path / "logs").stat().st_mode & 0o777 == 0o700
