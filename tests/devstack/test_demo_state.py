"""When the step `demo data` may be skipped."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tonebridge.devstack.demo_state import is_made, key_opens, mark_made

ENV = {"TONEBRIDGE_PORT": "8082"}


class Door(BaseHTTPRequestHandler):
    """Knows one key."""

    def do_GET(self) -> None:
        opens = self.path == "/api/v1/auth/me" and self.headers["X-API-Key"] == "known"
        self.send_response(200 if opens else 401)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the base class
        """Quietly."""


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "apps" / "accounts").mkdir(parents=True)
    (tmp_path / "apps" / "accounts" / "demo.py").write_text("")
    return tmp_path


def write_key(folder: Path, content: object) -> None:
    (folder / "demo.json").write_text(json.dumps(content))


def test_a_first_start_makes_it(tmp_path: Path, checkout: Path) -> None:
    assert not is_made(tmp_path, ENV, checkout)


def test_the_same_start_again_finds_it_made(tmp_path: Path, checkout: Path) -> None:
    mark_made(tmp_path, ENV, checkout)
    assert is_made(tmp_path, ENV, checkout)


@pytest.mark.parametrize(
    "changed", [{"TONEBRIDGE_PORT": "9000"}, ENV | {"TONEBRIDGE_DEMO_PLAN": "benchmark"}], ids=["port", "plan"]
)
def test_another_port_or_plan_makes_it_anew(tmp_path: Path, checkout: Path, changed: dict[str, str]) -> None:
    mark_made(tmp_path, ENV, checkout)
    assert not is_made(tmp_path, changed, checkout)


def test_changed_code_makes_it_anew(tmp_path: Path, checkout: Path) -> None:
    mark_made(tmp_path, ENV, checkout)
    (checkout / "apps" / "accounts" / "another.py").write_text("")
    assert not is_made(tmp_path, ENV, checkout)


def test_a_key_that_opens_the_door_is_kept(tmp_path: Path, port: int) -> None:
    write_key(tmp_path, {"api_key": "known"})
    assert key_opens(tmp_path, port)


@pytest.mark.parametrize("content", [{"api_key": "revoked"}, {}, [], None])
def test_a_key_that_does_not_is_made_anew(tmp_path: Path, port: int, content: object) -> None:
    write_key(tmp_path, content)
    assert not key_opens(tmp_path, port)


def test_a_missing_file_is_made_anew(tmp_path: Path, port: int) -> None:
    assert not key_opens(tmp_path, port)
