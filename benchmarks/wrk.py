"""Load by `wrk`, and what it says of it."""

import json
import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
P99 = re.compile(r"99%\s+([\d.]+)(us|ms|s)")
WRONG = re.compile(r"Non-2xx or 3xx responses: (\d+)")


@dataclass(frozen=True)
class Call:
    """A request, sent again and again: a POST where it has a body. `{n}` in the body is another text each time."""

    path: str
    headers: Mapping[str, str] | None = None
    body: str = ""
    pause_ms: float = 0
    """Between two requests of one connection."""


@dataclass(frozen=True)
class Load:
    """What came of it: answers a second, milliseconds that 99 of 100 stayed within, answers that were no success."""

    per_second: float
    p99_ms: float
    wrong: int


def command(base_url: str, call: Call, *, seconds: float, connections: int, script: Path) -> list[str]:
    """`wrk` on two threads, or as many as there are connections."""
    script.write_text(_script(call), encoding="utf-8")
    shape = (f"-t{min(2, connections)}", f"-c{connections}", f"-d{seconds:g}s", "--latency", "--timeout", "20s")
    return ["wrk", *shape, "-s", str(script), base_url + call.path]


def load(base_url: str, call: Call, *, seconds: float = 5, connections: int = 32) -> Load:
    """Send the call over so many connections for so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        line = command(base_url, call, seconds=seconds, connections=connections, script=Path(folder) / "call.lua")
        return read(subprocess.run(line, check=True, capture_output=True, text=True).stdout)


def read(said: str) -> Load:
    """The figures of one run's output. Raises ValueError where there are none."""
    rate, p99, wrong = RATE.search(said), P99.search(said), WRONG.search(said)
    if rate is None or p99 is None:
        raise ValueError(said)
    return Load(float(rate[1]), float(p99[1]) * MS[p99[2]], int(wrong[1]) if wrong else 0)


def _script(call: Call) -> str:
    lines = [f'wrk.method = "{"POST" if call.body else "GET"}"']
    lines += [f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}" for name, value in (call.headers or {}).items()]
    if "{n}" in call.body:
        before, after = call.body.split("{n}")
        lines += [f"local before, after = [==[{before}]==], [==[{after}]==]"]
        lines += ['local thread, n = tostring({}):gsub("%W", ""), 0']
        lines += ["function request() n = n + 1"]
        lines += ["return wrk.format(nil, nil, nil, before .. thread .. n .. after) end"]
    elif call.body:
        lines += [f"wrk.body = [==[{call.body}]==]"]
    if call.pause_ms:
        lines += [f"function delay() return math.floor({call.pause_ms} + math.random()) end"]
    return "\n".join(lines)
