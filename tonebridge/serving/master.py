"""Loads the product once, forks a process a core, and keeps them running.

What is loaded before the fork (dictionaries, rulebooks, code) is shared memory, and a worker that died is back within
milliseconds. Each worker listens on a socket of its own on the same port (SO_REUSEPORT): the system spreads connections
evenly, and those that wait for a worker that died are met by the one that follows.
"""

import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from tonebridge.resilience import clock
from tonebridge.serving import metrics_folder
from tonebridge.serving.worker import load, run

GRACE_S, MOST_DEATHS, WITHIN_S = 22.0, 5, 60.0
PR_SET_PDEATHSIG = 1
Death = tuple[int, int]


def serve(host: str, port: int, workers: int) -> int:
    """Until SIGTERM or SIGINT. The exit code is 1 where workers die faster than is worth starting them again."""
    if workers > 1:
        metrics_folder.prepare()
    try:
        sockets = [listening(host, port) for _ in range(workers)]
    except OSError as error:
        sys.stderr.write(f"✗ {host}:{port} can't be used: {error.strerror}.\n")
        return 1
    load()
    if workers == 1:
        run(sockets[0])
        return 0
    try:
        return Master(sockets).watch()
    finally:
        metrics_folder.remove()


def listening(host: str, port: int) -> socket.socket:
    """One of several sockets on the same port. Raises OSError."""
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    found.bind((host, port))
    found.listen(2048)
    found.set_inheritable(True)
    return found


@dataclass
class Master:
    """Starts workers, starts them again, stops them in order."""

    sockets: list[socket.socket]
    running: dict[int, int] = field(default_factory=dict)
    """Process id to the number of its socket."""
    deaths: list[float] = field(default_factory=list)
    stopping: bool = False

    def watch(self) -> int:
        """Until everybody has ended."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        signal.signal(signal.SIGALRM, self._kill)
        for number in range(len(self.sockets)):
            self._fork(number)
        while self.running:
            pid, _status = os.wait()  # interrupted by signals, whose handlers run, and begun again (PEP 475)
            self._bury(pid)
        return int(len(self.deaths) > MOST_DEATHS)

    def _fork(self, number: int) -> None:
        pid = os.fork()
        if pid == 0:
            _exit_with(lambda: self._become_worker(number))
        self.running[pid] = number
        if self.stopping:
            os.kill(pid, signal.SIGTERM)

    def _become_worker(self, number: int) -> None:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
            signal.signal(name, signal.SIG_DFL)
        for other, each in enumerate(self.sockets):
            if other != number:
                each.close()
        run(self.sockets[number])

    def _bury(self, pid: int) -> None:
        from tonebridge.telemetry.collecting import forget_process

        number = self.running.pop(pid, None)
        forget_process(pid)
        if number is None or self.stopping:
            return
        self.deaths = [when for when in self.deaths if clock.tick() - when < WITHIN_S] + [clock.tick()]
        if len(self.deaths) > MOST_DEATHS:
            self._stop()
        else:
            self._fork(number)

    def _stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Ask all to end; those that don't within their grace are killed."""
        self.stopping = True
        for pid in self.running:
            os.kill(pid, signal.SIGTERM)
        signal.setitimer(signal.ITIMER_REAL, GRACE_S)

    def _kill(self, _number: int, _frame: FrameType | None) -> None:
        for pid in self.running:
            os.kill(pid, signal.SIGKILL)


def _exit_with(work: Callable[[], None]) -> None:
    """Leave a forked process without unwinding what belongs to its parent."""
    code = 1
    try:
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
