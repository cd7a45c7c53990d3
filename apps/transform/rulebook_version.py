"""Which rules these are. Caches and receipts tell results apart by it, so that no answer of older rules is given again."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

ROOMS = tuple(Path(__file__).resolve().parents[1] / room for room in ("analyze", "transform"))
"""What reads a message, and what rewrites it."""
TELLING = {".py", ".yaml", ".npz"}
"""Code, words and weights; prompts have versions of their own."""
DICTIONARIES = ("SudachiPy", "sudachidict-core")


@cache
def rulebook_version() -> str:
    """Eight hexadecimal digits. The files are read once a process: 3 MB."""
    return version_of(ROOMS, [f"{name} {version(name)}" for name in DICTIONARIES])


def version_of(rooms: Iterable[Path], beside: Iterable[str] = ()) -> str:
    """Another as soon as a file of the rooms comes, goes, moves or changes by a byte, or one of the words `beside` does."""
    digest = sha256("\n".join(beside).encode())
    for room in rooms:
        for file in sorted(each for each in room.rglob("*") if each.suffix in TELLING):
            digest.update(f"\0{file.relative_to(room)}\0".encode() + sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:8]
