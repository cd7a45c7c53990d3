"""The real thing, started as a person starts it."""

import os
import signal
from collections.abc import Callable

import pytest

from tests.devstack.stack import Stack, alive, stopped
from tonebridge.devstack.supervision.waiting import wait_until

pytestmark = pytest.mark.slow


def test_what_is_killed_comes_back_and_ctrl_c_leaves_nothing(stack: Callable[..., Stack]) -> None:
    up = stack()
    up.await_ready()
    first = up.pids()
    assert set(first) == {"postgres", "cache", "broker", "worker", "beat", "web"}
    assert wait_until(lambda: up.missing() == [], within_s=5)

    for pid in first.values():
        os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: all(up.pids()[name] != pid for name, pid in first.items()), within_s=15)
    assert wait_until(lambda: up.missing() == [], within_s=60)

    second = up.pids()
    code, screen = up.interrupt()
    assert code == 0
    assert set(stopped(screen)[:3]) == {"web", "worker", "beat"}
    assert set(stopped(screen)[3:5]) == {"cache", "broker"}
    assert stopped(screen)[5:] == ["postgres"]
    assert alive(first | second) == []
    assert not (up.run_dir / "servers.json").exists()


def test_a_killed_launcher_takes_all_along_and_the_next_start_is_normal(stack: Callable[..., Stack]) -> None:
    killed = stack("--no-worker")
    killed.await_ready()
    pids = killed.pids()
    killed.launcher.kill()
    following = stack("--no-worker", port=killed.port)
    following.await_ready()
    assert following.missing() == ["worker"]
    assert alive(pids) == []
    assert following.interrupt()[0] == 0
