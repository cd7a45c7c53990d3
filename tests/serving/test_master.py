"""The web server as a process: workers, their deaths, and the end."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.waiting import until
from tonebridge.devstack.embedded.ports import free_port
from tonebridge.devstack.programs import web_answers


class Server:
    """`python -m tonebridge.serving` with two workers. /health needs neither database nor cache."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tonebridge.settings.local", "TONEBRIDGE_WORKERS": "2"}
        env |= {"TONEBRIDGE_RUN_DIR": str(folder), "TONEBRIDGE_LOG_LEVEL": "CRITICAL"}
        command = (sys.executable, "-W", "ignore", "-m", "tonebridge.serving", "--port", str(self.port))
        self.process = subprocess.Popen(command, env=env, start_new_session=True)
        until(lambda: web_answers(self.port), within_s=60)

    @property
    def workers(self) -> set[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return {int(pid) for pid in found.split()}

    def answers(self) -> int:
        return httpx.get(f"http://127.0.0.1:{self.port}/health").status_code

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def is_gone(pid: int) -> bool:
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return True


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(tmp_path_factory.mktemp("run"))
    yield found
    found.end()


def test_a_worker_that_was_killed_is_followed_by_another(server: Server) -> None:
    before = server.workers
    assert len(before) == 2
    os.kill(min(before), signal.SIGKILL)
    until(lambda: len(server.workers - before) == 1 and len(server.workers) == 2)
    assert [server.answers() for _ in range(20)] == [200] * 20


def test_the_metrics_of_all_workers_are_told_by_each(server: Server) -> None:
    asked = sum(server.answers() == 200 for _ in range(40))

    def told() -> bool:
        lines = httpx.get(f"http://127.0.0.1:{server.port}/metrics").text.splitlines()
        name = 'api_request_total{method="GET",route="/health",status="200"}'
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name)) >= asked

    until(told)


def test_asked_to_stop_it_leaves_nothing(server: Server) -> None:
    workers = server.workers
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(15) == 0
    assert all(is_gone(pid) for pid in workers)
    assert not list((server.folder / "metrics").glob("*"))
    assert not web_answers(server.port)


def test_workers_do_not_outlive_a_master_that_was_killed(tmp_path: Path) -> None:
    server = Server(tmp_path)
    workers = server.workers
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    until(lambda: all(is_gone(pid) for pid in workers))
