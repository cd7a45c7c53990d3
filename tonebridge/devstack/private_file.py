"""Files that only their owner may read, replaced in one step."""

import os
from pathlib import Path


def private(path: str, flags: int) -> int:
    """An opener for `open` and `Path.open`: a new file is its owner's alone (0600) from its first moment. Raises OSError."""
    return os.open(path, flags, 0o600)


def private_folder(path: Path) -> Path:
    """A folder that only its owner enters (0700), made if missing; one that was open is closed. Raises OSError."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.stat().st_mode & 0o077:
        path.chmod(0o700)
    return path


def write_private(path: Path, text: str) -> None:
    """Put `text` in `path` (mode 0600). Readers see the old content or the new, never a part. Raises OSError."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
