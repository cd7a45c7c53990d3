"""Whether files are as they were."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path


def fingerprint_of(files: Iterable[Path], root: Path) -> str:
    """SHA-256 in hexadecimal: another as soon as one comes, goes, moves below `root` or changes by a byte. Raises OSError."""
    digest = sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    return digest.hexdigest()
