"""Memory of a web server: all of its processes, what they share counted once."""

import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

PSS, RSS = (re.compile(rf"^{name}:\s+(\d+) kB", re.MULTILINE) for name in ("Pss", "Rss"))


def pss_mb(base_url: str) -> float:
    """Proportional set size (proc(5), `smaps_rollup`) of the processes that serve this address, in MB.

    They are forks of one process: a page that several of them share is one page of memory, and each is charged its part.
    """
    return _sum_mb(base_url, PSS)


def rss_mb(base_url: str) -> float:
    """The same with shared pages counted once a process: more than there is."""
    return _sum_mb(base_url, RSS)


def _sum_mb(base_url: str, what: re.Pattern[str]) -> float:
    port = urlsplit(base_url).port
    return sum(_kb(process, what) for process in Path("/proc").glob("[0-9]*") if _serves(process, port)) / 1024


def _serves(process: Path, port: int | None) -> bool:
    with suppress(OSError):
        words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        return "tonebridge.serving" in words and str(port) in words
    return False


def _kb(process: Path, what: re.Pattern[str]) -> int:
    with suppress(OSError):
        if found := what.search((process / "smaps_rollup").read_text()):
            return int(found[1])
    return 0
