"""The real thing, started as a person starts it. One story: a cold start costs too much for one a sentence."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.devstack.stack import Stack, alive, stopped
from tests.waiting import until
from tonebridge.devstack.places import CHECKOUT

pytestmark = pytest.mark.slow


def transformed(up: Stack, count: int) -> list[str]:
    """Ids of that many answered transforms."""
    bodies = [{"text": f"{turn}件目を直せ。", "transformation_type": "soften"} for turn in range(count)]
    answers = [up.ask("POST", "/api/v1/transform", body) for body in bodies]
    assert [status for status, _ in answers] == [200] * count
    return [answer["id"] for _, answer in answers]


def knows_owner(pid: int) -> bool:
    """Whether the owner's login stands in the program's environment, as whoever breaks into it would find it."""
    surroundings = Path(f"/proc/{pid}/environ")
    return surroundings.exists() and b"DATABASE_OWNER_URL" in surroundings.read_bytes()


def link_by_readme(up: Stack) -> str:
    """What the README's command finds in the newest mail of this product."""
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    command = next(line for line in readme.splitlines() if line.startswith("grep -ho "))
    assert command in (CHECKOUT / "README.ja.md").read_text(encoding="utf-8")
    here = command.replace(".run/", f"{up.run_dir}/").replace(":8082", f":{up.port}")
    return subprocess.run(["bash", "-c", here], capture_output=True, text=True, check=False).stdout.strip()


def address_is_confirmed(up: Stack) -> bool:
    """Whether a newcomer who has nothing but the README gets there."""
    newcomer = {"email": "dora@example.com", "password": "a long walk at noon"}
    assert up.ask("POST", "/api/v1/auth/register", newcomer)[0] == 201
    until(lambda: link_by_readme(up) != "", within_s=30)
    token = link_by_readme(up).strip("/").rpartition("/")[2]
    return up.ask("POST", "/api/v1/auth/email/verify", {"token": token, "password": newcomer["password"]})[0] == 204


def test_what_is_killed_comes_back_and_an_end_leaves_nothing(stack: Callable[..., Stack]) -> None:
    up = stack()
    up.await_ready()
    until(lambda: up.missing() == [], within_s=5)
    told = [f":{up.port}/sign-in/ as demo@", f"{up.run_dir}/demo.json", f"{up.run_dir}/mail", "/api/docs"]
    assert [each for each in told if each not in up.screen] == []
    said = up.manage("createsuperuser", "--noinput", "--email", "first@tonebridge.example")
    assert f"sign in at http://127.0.0.1:{up.port}/admin/ with" in said
    assert address_is_confirmed(up)

    assert [name for name, pid in up.pids().items() if knows_owner(pid)] == []
    acknowledged = transformed(up, 20)
    first = up.pids()
    assert set(first) == {"postgres", "cache", "broker", "worker", "bulk worker", "beat", "web"}
    killed = {name: pid for name, pid in first.items() if name != "beat"}
    for pid in killed.values():
        os.kill(pid, signal.SIGKILL)
    until(lambda: all(up.pids()[name] != pid for name, pid in killed.items()), within_s=15)
    until(lambda: up.missing() == [], within_s=60)

    assert [up.ask("GET", f"/api/v1/history/{one}")[0] for one in acknowledged] == [200] * 20

    second = up.pids()
    up.launcher.kill()
    again = stack(port=up.port)
    again.await_ready()
    assert alive(first | second) == []

    third = again.pids()
    code, screen = again.interrupt()
    assert code == 0
    assert set(stopped(screen)[:4]) == {"web", "worker", "bulk worker", "beat"}
    assert set(stopped(screen)[4:6]) == {"cache", "broker"}
    assert stopped(screen)[6:] == ["postgres"]
    assert alive(third) == []
    assert not (again.run_dir / "servers.json").exists()
