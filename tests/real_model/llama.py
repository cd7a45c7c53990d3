"""A llama.cpp server as a child process."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.waiting import until

SERVER = Path(__file__).with_name("llama_server.py")
READY_S = 60.0


@dataclass(frozen=True)
class Llama:
    """A running one."""

    address: str
    key: str
    child: "subprocess.Popen[str]"

    @property
    def base_url(self) -> str:
        """What `LLM_PRIMARY_BASE_URL` is set to."""
        return f"{self.address}/v1"

    @property
    def _head(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def places(self) -> list[dict[str, Any]]:  # JSON
        """What each of its places is at."""
        answer = httpx.get(f"{self.address}/slots", headers=self._head, timeout=30)
        found: list[dict[str, Any]] = answer.raise_for_status().json()
        return found

    def is_at_work(self) -> bool:
        """Whether any place reads a prompt or writes."""
        return any(place["is_processing"] for place in self.places())

    def tokens_written(self) -> int:
        """Of all answers that are over, however they ended."""
        told = httpx.get(f"{self.address}/metrics", headers=self._head, timeout=30).raise_for_status().text
        return int(float(told.split("\nllamacpp:tokens_predicted_total ")[1].split()[0]))

    def serves(self) -> bool:
        """Whether the model is loaded: `/v1/models` answers before that, and calls fail."""
        try:
            return httpx.get(f"{self.address}/health", timeout=5).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


@contextmanager
def llama_server(python: str) -> Iterator[Llama]:
    """A server for the block, run by the Python that has it."""
    key = uuid4().hex
    command = [python, str(SERVER), key]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, text=True) as child:
        try:
            assert child.stdout is not None
            found = Llama(child.stdout.readline().strip(), key, child)
            assert found.address, "the llama.cpp server did not start"
            until(found.serves, within_s=READY_S)
            yield found
        finally:
            child.kill()
