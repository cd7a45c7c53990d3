"""Programs of a launcher that was killed.

On Linux the system tells them to stop when the launcher dies; elsewhere they live on. Either way the next start must
wait for their end: two servers on one folder of data would spoil it.
"""

import json
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from tonebridge.devstack.identity import birth
from tonebridge.devstack.private_file import private, private_folder
from tonebridge.devstack.supervision.process import Process
from tonebridge.devstack.supervision.waiting import Pause, wait_until


class Leftovers:
    """Remembers the running programs in `folder`, a file each."""

    def __init__(self, folder: Path, *, patience_s: float = 10) -> None:
        self.folder = private_folder(folder)
        self.patience_s = patience_s

    def remember(self, process: Process) -> None:
        """The note stands whole or not at all, whoever reads it and whenever this is killed. Raises OSError."""
        program = process.program
        note = {"pid": process.pid, "began": birth(process.pid), "signal": int(program.stop_signal)}
        draft = self.folder.with_name(f"{self.folder.name}.{program.name}.draft")
        with open(draft, "w", encoding="utf-8", opener=private) as file:
            file.write(json.dumps(note))
        draft.replace(self.folder / program.name)

    def forget(self, process: Process) -> None:
        (self.folder / process.program.name).unlink(missing_ok=True)

    def end(self, pause: Pause = time.sleep) -> None:
        """Stop what an earlier launcher left: its own signal first, SIGKILL after `patience_s`."""
        for note in self.folder.iterdir():
            with suppress(ValueError, KeyError, TypeError):
                self._end_one(json.loads(note.read_text(encoding="utf-8")), pause)
            note.unlink(missing_ok=True)

    def _end_one(self, note: dict[str, object], pause: Pause) -> None:
        pid, began = int(str(note["pid"])), note["began"]
        if not began or birth(pid) != began:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, int(str(note["signal"])))
            if not wait_until(lambda: birth(pid) != began, within_s=self.patience_s, pause=pause):
                os.killpg(pid, signal.SIGKILL)
                wait_until(lambda: birth(pid) != began, within_s=self.patience_s, pause=pause)
