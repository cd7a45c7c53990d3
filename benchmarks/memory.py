"""Memory of a web server: all of its processes, what they share counted once."""

import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def pss_mb(base_url: str) -> float:
    """Proportional set size (proc(5), `smaps_rollup`) of the processes that serve this address, in MB."""
    port = urlsplit(base_url).port
    return sum(_pss_kb(process) for process in Path("/proc").glob("[0-9]*") if _serves(process, port)) / 1024


def _serves(process: Path, port: int | None) -> bool:
    with suppress(OSError):
        words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        return "tonebridge.serving" in words and str(port) in words
    return False


def _pss_kb(process: Path) -> int:
    with suppress(OSError):
        if found := PSS.search((process / "smaps_rollup").read_text()):
            return int(found[1])
    return 0
