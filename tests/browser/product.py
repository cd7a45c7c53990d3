"""The product as a person starts it, for browsers: peopled, and closed again."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.devstack.stack import SERVER_VARIABLES, Stack
from tests.models.scripted_server import scripted_server
from tonebridge.devstack.places import CHECKOUT


class Product:
    """One running product: of the session, or the one that already runs from the folder `BROWSER_RUN_DIR`.

    `people` is what `tests/browser/people.py` made; `model` writes for dora's organization. `databases` are the addresses of one
    that is migrated, by the variables that name them; without, it starts a server of its own.
    """

    def __init__(self, databases: Mapping[str, str] = {}) -> None:
        self._ends = ExitStack()
        self.model = self._ends.enter_context(scripted_server())
        given = os.environ.get("BROWSER_RUN_DIR")
        self._databases = {} if given else databases
        self._folder = None if given else Path(tempfile.mkdtemp(prefix="tonebridge-browser-"))
        self._stack = _started(self._folder, databases) if self._folder else None
        self.run_dir = self._stack.run_dir if self._stack else Path(given or "")
        try:
            if self._stack:
                self._stack.await_ready()
            self.base_url: str = json.loads((self.run_dir / "demo.json").read_text())["base_url"]
            self.people = self._people()
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        self._ends.close()
        if self._stack and self._folder:
            self._stack.end()
            shutil.rmtree(self._folder)

    def _people(self) -> Any:  # the JSON that people.py prints
        surroundings = {name: value for name, value in os.environ.items() if name not in SERVER_VARIABLES}
        surroundings |= {"TONEBRIDGE_RUN_DIR": str(self.run_dir), "BROWSER_MODEL": self.model.base_url}
        surroundings |= {"TONEBRIDGE_PRIVATE_MODEL_ADDRESSES": "true", **self._databases}
        command = [sys.executable, "-W", "ignore", "-m", "tests.browser.people"]
        made = subprocess.run(command, cwd=CHECKOUT, env=surroundings, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        return json.loads(made.stdout)


def _started(folder: Path, databases: Mapping[str, Any]) -> Stack:  # as `Stack` takes them
    folder.chmod(0o711)  # servers run as `nobody` when we are root, and have to walk in
    return Stack(
        folder / "run",
        "--no-worker",
        **databases,
        TONEBRIDGE_LOG_LEVEL="ERROR",
        TONEBRIDGE_TRUSTED_PROXIES="127.0.0.1/32",  # every visitor of a test comes from an address of their own
        LLM_FIRST_TOKEN_S="15",  # of a busy machine, which takes seconds to begin
        LLM_STALL_S="15",
        TONEBRIDGE_PRIVATE_MODEL_ADDRESSES="true",  # models of organizations listen on the loopback; the operator has none
    )
