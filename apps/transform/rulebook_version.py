"""Which rules these are. Caches and receipts tell results apart by it, so that no answer of older rules is given again."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from tonebridge.fingerprints import fingerprint_of

APPS = Path(__file__).resolve().parents[1]
ROOMS = (APPS / "analyze", APPS / "transform")
"""What reads a message, and what rewrites it."""
TELLING = {".py", ".yaml", ".npz"}
"""Code, words and weights; prompts have versions of their own."""
DICTIONARIES = ("SudachiPy", "sudachidict-core")


@cache
def rulebook_version() -> str:
    """Eight hexadecimal digits. The files are read once a process: 3 MB."""
    return version_of(ROOMS, [f"{name} {version(name)}" for name in DICTIONARIES])


def version_of(rooms: Iterable[Path], beside: Iterable[str] = ()) -> str:
    """Another as soon as a file of the rooms comes, goes, moves or changes, or one of the words `beside` does."""
    told = [fingerprint_of((each for each in room.rglob("*") if each.suffix in TELLING), room) for room in rooms]
    return sha256("\n".join((*told, *beside)).encode()).hexdigest()[:8]
