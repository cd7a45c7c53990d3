"""The product's own programs, and how to see that each is ready."""

import http
import http.client
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tonebridge.devstack.embedded.ports import LOOPBACK
from tonebridge.devstack.given import quick_client
from tonebridge.devstack.places import CHECKOUT
from tonebridge.devstack.supervision.program import Program

MANAGE = str(CHECKOUT / "manage.py")
CELERY = (sys.executable, "-m", "celery", "-A", "celery_worker")
QUIETLY = ("--without-mingle", "--without-gossip")
BEAT_FILE = "beat-schedule"


OWNERS = ("DATABASE_OWNER_URL", "DATABASE_OWNER_URL_FILE")


def without_owner(env: Mapping[str, str]) -> dict[str, str]:
    """The environment of a program that serves: the owner's login isn't in it, unless no other can do the system's tasks."""
    has_system = "DATABASE_SYSTEM_URL" in env or "DATABASE_SYSTEM_URL_FILE" in env
    return {name: value for name, value in env.items() if not (has_system and name in OWNERS)}


def migrate(env: Mapping[str, str], logs: Path) -> Program:
    return Program("migrate", (sys.executable, MANAGE, "migrate", "--noinput"), logs / "migrate.log", env)


def demo_data(env: Mapping[str, str], logs: Path) -> Program:
    """Makes the demo organization and `.run/demo.json` unless they are there."""
    return Program("demo data", (sys.executable, MANAGE, "demo"), logs / "demo.log", env)


def worker(env: Mapping[str, str], logs: Path) -> Program:
    """For what somebody waits for, and what should be done shortly."""
    return _worker("worker", "critical,default", env, logs)


def bulk_worker(env: Mapping[str, str], logs: Path) -> Program:
    """For what may take its time: two processes that leave the processors to everybody else, so that it delays nobody."""
    return _worker("bulk worker", "bulk", {**env, "TONEBRIDGE_WORKER_NICE": "5"}, logs)


def _worker(name: str, queues: str, env: Mapping[str, str], logs: Path) -> Program:
    """Two processes. Alone on its broker here, so it greets and gossips with no others."""
    command = (*CELERY, "worker", "-n", f"{name.split()[0]}@%h", "-Q", queues, "-c", "2", *QUIETLY)
    log = logs / f"{name.replace(' ', '-')}.log"
    return Program(name, command, log, env, grace_s=20)


def beat(env: Mapping[str, str], logs: Path, run_dir: Path) -> Program:
    command = (*CELERY, "beat", "--schedule", str(run_dir / BEAT_FILE), "--pidfile=")
    return Program("beat", command, logs / "beat.log", env, grace_s=5)


def web(env: Mapping[str, str], logs: Path, port: int) -> Program:
    """A process a core. Open answers get 20 s to finish, and the slowest worker 22, so that it ends within its grace."""
    command = (sys.executable, "-m", "tonebridge.serving", "--host", LOOPBACK, "--port", str(port))
    return Program("web", command, logs / "web.log", env, grace_s=25)


def web_answers(port: int) -> bool:
    """Does /health say 200?"""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def workers_listen(broker: str, *, least: int = 1) -> bool:
    """Do so many workers wait there for tasks? Kombu waits in BRPOP."""
    import redis

    try:
        with quick_client(broker) as client:
            return [other["cmd"] for other in client.client_list()].count("brpop") >= least
    except redis.RedisError:
        return False


def beat_ticks(run_dir: Path) -> Callable[[], bool]:
    """A question to ask: has beat written its schedule since now?"""
    before = _newest(run_dir)
    return lambda: _newest(run_dir) != before


def _newest(run_dir: Path) -> int:
    # The database module that Python was built with decides on the endings.
    return max((file.stat().st_mtime_ns for file in run_dir.glob(f"{BEAT_FILE}*")), default=0)
