"""What a command of JSON lines costs from its start to its first answer."""

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

FIRST_LINES: dict[str, dict[str, object]] = {
    "transform": {"id": 1, "text": "明日の17時までに直せ。", "transformation_type": "soften"},
    "analyze": {"id": 1, "text": "明日の17時までに直せ。"},
    "factcheck": {"id": 1, "original": "明日の17時までに直せ。", "rewritten": "明日の17時までに直してください。"},
}


@dataclass(frozen=True)
class Start:
    """Seconds to the first answer and of a processor in all; the largest resident set in megabytes."""

    wall: float
    busy: float
    megabytes: float


def start(command: str) -> Start:
    """Start it, give it one line, and wait for its end. Raises AssertionError when it answers with an error."""
    began = time.monotonic()
    line = [sys.executable, "manage.py", command, "--jsonl"]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps(FIRST_LINES[command]).encode() + b"\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        wall = time.monotonic() - began
        megabytes = _peak_megabytes(process.pid)
        process.stdin.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0 and "error" not in answer, answer
    return Start(wall, used.ru_utime + used.ru_stime, megabytes)


def _peak_megabytes(pid: int) -> float:
    """Of the program itself: what `wait4` tells counts the process that it was forked from, too."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (kilobytes,) = re.findall(r"^VmHWM:\s+(\d+) kB", status, re.M)
    return int(kilobytes) / 1024
