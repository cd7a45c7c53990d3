"""What `.run/servers.json` may make settings believe."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tonebridge.devstack.servers import announce_servers, running_servers, withdraw_servers

URLS = {
    "database": "postgres://tonebridge@%2Frun/tonebridge",
    "cache": "redis://:a@h:1/0",
    "broker": "redis://:b@h:2/0",
}
ANNOUNCE = """
import sys; from pathlib import Path
from tonebridge.devstack.servers import announce_servers
announce_servers({"database": "postgres://gone"}, Path(sys.argv[1]))
"""


def test_servers_are_known_while_their_launcher_lives(tmp_path: Path) -> None:
    announce_servers(URLS, tmp_path)
    assert running_servers(tmp_path) == URLS


def test_a_server_given_by_the_environment_is_not_in_the_file(tmp_path: Path) -> None:
    announce_servers({"cache": "redis://h"}, tmp_path)
    assert running_servers(tmp_path) == {"cache": "redis://h"}


def test_nothing_is_known_after_the_launcher_withdrew(tmp_path: Path) -> None:
    announce_servers(URLS, tmp_path)
    withdraw_servers(tmp_path)
    assert running_servers(tmp_path) == {}


def test_a_launcher_that_died_leaves_no_servers(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", ANNOUNCE, str(tmp_path)], check=True)
    assert (tmp_path / "servers.json").exists()
    assert running_servers(tmp_path) == {}


def test_another_process_with_the_launchers_pid_is_not_the_launcher(tmp_path: Path) -> None:
    announce_servers(URLS, tmp_path)
    file = tmp_path / "servers.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"began": "some other time"}))
    assert running_servers(tmp_path) == {}


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ({}, "http://127.0.0.1:8099"),
        ({"TONEBRIDGE_PORT": "8100"}, "http://127.0.0.1:8100"),
        ({"TONEBRIDGE_BASE_URL": "https://tone.example"}, "https://tone.example"),
    ],
)
def test_a_command_in_another_terminal_knows_where_pages_are(
    tmp_path: Path, said: dict[str, str], address: str
) -> None:
    announce_servers(URLS | {"web": "http://127.0.0.1:8099"}, tmp_path)
    environment = {"PATH": "/usr/bin:/bin", "TONEBRIDGE_RUN_DIR": str(tmp_path)} | said
    ask = [sys.executable, "-W", "ignore", "-c", "from tonebridge.settings import base; print(base.BASE_URL)"]
    assert subprocess.run(ask, env=environment, capture_output=True, text=True, check=True).stdout.strip() == address


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"owner": "x"}', '{"owner": 1, "began": "1", "urls": 3}'])
def test_a_broken_file_names_no_servers(tmp_path: Path, content: str) -> None:
    (tmp_path / "servers.json").write_text(content)
    assert running_servers(tmp_path) == {}


def test_passwords_in_it_are_for_the_owner_only(tmp_path: Path) -> None:
    announce_servers(URLS, tmp_path)
    assert stat.S_IMODE((tmp_path / "servers.json").stat().st_mode) == 0o600
