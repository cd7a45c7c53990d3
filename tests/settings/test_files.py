"""Files that settings name: one that is of no use stops the start, instead of every sign-up later."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tonebridge import env
from tonebridge.env import SettingError

ROOT = Path(__file__).resolve().parents[2]
LINE = re.compile(rb"[0-9A-F]{4}\b")


def named(path: Path) -> str:
    return env.file("LIST", LINE, source={"LIST": str(path)})


def test_no_file_needs_to_be_named() -> None:
    assert env.file("LIST", LINE, source={}) == ""


def test_a_file_that_can_be_read_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(b"00FF:3\r\n01AB:1\r\n")
    assert named(tmp_path / "list") == str(tmp_path / "list")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(SettingError, match=r"LIST: .* can't be read"):
            named(path)


@pytest.mark.parametrize("content", [b"", b"00ff:3\n", b"\x1f\x8b\x08", b"00FF00:3\n", b"\n00FF:3\n"])
def test_a_file_of_something_else_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "list").write_bytes(content)
    with pytest.raises(SettingError, match=r"LIST: .* doesn't begin with"):
        named(tmp_path / "list")


def test_a_list_of_breached_passwords_that_isnt_there_stops_the_start(tmp_path: Path) -> None:
    missing = tmp_path / "pwned.txt"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "from tonebridge.settings import base"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "TONEBRIDGE_BREACHED_PASSWORDS": str(missing)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"TONEBRIDGE_BREACHED_PASSWORDS: {missing} can't be read" in done.stderr.strip().splitlines()[-1]
