"""What stops `manage.py up`: one line that says what to do, exit code 1, nothing left behind."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.devstack.stack import Stack
from tonebridge.devstack.embedded.ports import free_port
from tonebridge.devstack.places import CHECKOUT
from tonebridge.devstack.supervision.lock import only_one

Start = Callable[..., Stack]


def the_line(stack: Stack) -> str:
    """The refusal, after checking that it is one."""
    code, screen = stack.result()
    (line,) = [line for line in screen.splitlines() if line.startswith("✗")]
    assert code == 1
    assert "Traceback" not in screen
    return line


def test_a_port_in_use(stack: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"Port {port} is in use by another program: choose another" in the_line(stack(port=port))


@pytest.mark.parametrize("port", ["eighty", "0", "65536", ""])
def test_a_port_that_is_none(stack: Start, port: str) -> None:
    assert "whole number from 1 to 65535" in the_line(stack(TONEBRIDGE_PORT=port))


def test_a_database_url_that_is_none(stack: Start) -> None:
    assert "DATABASE_URL must look like postgres://" in the_line(stack(DATABASE_URL="localhost"))


def test_a_database_that_is_not_there(stack: Start) -> None:
    line = the_line(stack(DATABASE_URL=f"postgres://me:secret@127.0.0.1:{free_port()}/db"))
    assert "DATABASE_URL: PostgreSQL at 127.0.0.1:" in line
    assert "secret" not in line


def test_a_redis_that_is_not_there(stack: Start) -> None:
    line = the_line(stack(REDIS_URL=f"redis://127.0.0.1:{free_port()}/0"))
    assert "REDIS_URL: Redis at 127.0.0.1:" in line


def test_a_file_of_a_url_that_is_not_there(stack: Start) -> None:
    assert "DATABASE_URL_FILE: /nowhere/url can't be read" in the_line(stack(DATABASE_URL_FILE="/nowhere/url"))


def test_a_second_start(stack: Start, open_folder: Path) -> None:
    (open_folder / "run").mkdir()
    with only_one(open_folder / "run"):
        assert f"ToneBridge already runs from {open_folder}/run (process {os.getpid()})" in the_line(stack())


def test_a_run_folder_that_can_not_be(stack: Start, open_folder: Path) -> None:
    (open_folder / "run").write_text("a file in the way")
    assert f"Can't make {open_folder}/run (File exists)" in the_line(stack())


def test_missing_programs(stack: Start, tmp_path: Path) -> None:
    assert "No PostgreSQL to start" in the_line(stack(TONEBRIDGE_PG_BIN=str(tmp_path)))


def test_servers_that_do_not_start_are_quoted(stack: Start, open_folder: Path) -> None:
    for name in ("postgres", "initdb"):
        (open_folder / name).write_text("#!/bin/sh\necho cannot map the memory; exit 1\n")
        (open_folder / name).chmod(0o755)
    assert "initdb failed: cannot map the memory" in the_line(stack(TONEBRIDGE_PG_BIN=str(open_folder)))


def test_help_needs_neither_settings_nor_servers() -> None:
    command = [sys.executable, str(CHECKOUT / "manage.py"), "up", "--help"]
    shown = subprocess.run(command, env={"DATABASE_URL": "nonsense"}, capture_output=True, text=True, check=True)
    assert "--port" in shown.stdout
    assert "--no-worker" in shown.stdout
    assert shown.stderr == ""


def test_a_wrong_setting_is_one_line_for_every_command(tmp_path: Path) -> None:
    env = {"DATABASE_URL": "nonsense", "TONEBRIDGE_RUN_DIR": str(tmp_path)}
    command = [sys.executable, str(CHECKOUT / "manage.py"), "check"]
    refused = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert refused.stderr.strip() == "DATABASE_URL must look like postgres://user:password@host:5432/name"
