"""Other servers, run beside ours for as long as they are measured."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from drills.world import World
from tonebridge.devstack.embedded import valkey
from tonebridge.devstack.embedded.ports import LOOPBACK, free_port


@contextmanager
def yardstick(world: World) -> Iterator[str]:
    """Its base URL, or an empty string where there is none."""
    script = os.environ.get("YARDSTICK", "")
    if not script or not Path(script).exists():
        yield ""
        return
    key, port = world.servers.home / "yardstick.pem", free_port()
    key.write_bytes(_private_key())
    built = subprocess.run(
        [script, str(world.servers.home / "yardstick")], check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    redis_port = free_port()
    with _running([_valkey(world), "--port", str(redis_port), "--save", "", "--bind", LOOPBACK]):
        time.sleep(0.5)
        with _running([built, str(key), f"{LOOPBACK}:{redis_port}", f"{LOOPBACK}:{port}"]):
            _await(port)
            yield f"http://{LOOPBACK}:{port}"


def _valkey(world: World) -> str:
    return valkey.program(world.servers.keeper).command[0]


def _private_key() -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    from apps.accounts.credentials.signing_keys import key_ring

    return key_ring().signing.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@contextmanager
def serving(application: str) -> Iterator[str]:
    """An ASGI application on uvicorn, on as many workers as ours."""
    port, workers = free_port(), str(len(os.sched_getaffinity(0)))
    line = [sys.executable, "-m", "uvicorn", application, "--port", str(port), "--workers", workers]
    with _running([*line, "--no-access-log", "--lifespan", "off"]):
        _await(port)
        yield f"http://{LOOPBACK}:{port}"


@contextmanager
def _running(command: list[str]) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _await(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(httpx.TransportError):
            httpx.get(f"http://{LOOPBACK}:{port}/", timeout=5)  # whatever it says: workers may load for a while
            return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")
