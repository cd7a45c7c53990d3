"""A program as a child process that can't outlive us, and can be stopped with all it started."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO

from tonebridge.devstack.failures import CannotStart
from tonebridge.devstack.places import CHECKOUT
from tonebridge.devstack.private_file import private, private_folder
from tonebridge.devstack.supervision.program import Program
from tonebridge.devstack.supervision.waiting import Pause, wait_until

PR_SET_PDEATHSIG = 1
LOG_LIMIT_BYTES = 10_000_000
_LIBC = ctypes.CDLL(None)


class Process:
    """A running `Program`. Make it in the main thread: the system ties a child's life to the thread that made it."""

    def __init__(self, program: Program) -> None:
        """Start it. Raises OSError."""
        self.program = program
        with _open_log(program.log) as log:
            log.write(program.heading().encode())
            log.flush()
            self._popen = _spawn(program, log)
        self.pid = self._popen.pid
        if self._popen.stdin:
            self._tell(self._popen.stdin)

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._popen.poll()

    @property
    def running(self) -> bool:
        return self.exit_code is None

    def await_ready(self, ready: Callable[[], bool], *, within_s: float, pause: Pause = time.sleep) -> None:
        """Raises CannotStart, with its last words, when it ends first or takes too long."""
        if not wait_until(lambda: not self.running or ready(), within_s=within_s, pause=pause):
            raise CannotStart(f"{self.program.name} isn't ready after {within_s:.0f} s: see {self.program.log}")
        if not self.running:
            raise CannotStart(f"{self.program.name} stopped: {self.program.last_words()} (more in {self.program.log})")

    def ask_to_stop(self) -> None:
        """Send its stop signal."""
        if self.running:
            self._popen.send_signal(self.program.stop_signal)

    def end(self) -> None:
        """Kill it and everything of its group that is left."""
        with suppress(ProcessLookupError, PermissionError):  # macOS answers the latter for a group of zombies
            os.killpg(self.pid, signal.SIGKILL)
        self._popen.wait()

    def stop(self) -> None:
        """Ask, wait for its grace, then end."""
        self.ask_to_stop()
        wait_until(lambda: not self.running, within_s=self.program.grace_s)
        self.end()

    def _tell(self, stdin: IO[bytes]) -> None:
        with suppress(BrokenPipeError), stdin:  # a child that ended at once is reported by whoever waits for it
            stdin.write(self.program.stdin.encode())


def run_to_end(program: Program, *, within_s: float, pause: Pause = time.sleep) -> None:
    """Run it and wait. Raises CannotStart, with its last words, when it fails or takes too long."""
    process = Process(program)
    try:
        done = wait_until(lambda: not process.running, within_s=within_s, pause=pause)
    finally:
        process.end()
    if not done:
        raise CannotStart(f"{program.name} took longer than {within_s:.0f} s: see {program.log}")
    if process.exit_code:
        raise CannotStart(f"{program.name} failed: {program.last_words()} (more in {program.log})")


def _spawn(program: Program, log: IO[bytes]) -> "subprocess.Popen[bytes]":
    account = program.account
    return subprocess.Popen(  # noqa: S603 - commands are ours
        program.command,
        cwd="/" if account else CHECKOUT,
        env=program.env,
        stdin=subprocess.PIPE if program.stdin else subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # a terminal's Ctrl-C must not reach the database before its clients are done
        preexec_fn=partial(_end_with_parent, program.stop_signal, os.getpid()),  # runs after the change of user
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        umask=0o077,  # what a program writes is its own account's alone
    )


def _end_with_parent(number: signal.Signals, parent: int) -> None:
    if sys.platform == "linux":
        _LIBC.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os._exit(1)


def _open_log(path: Path) -> IO[bytes]:
    private_folder(path.parent)
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return open(path, "ab", opener=private)
