"""Where the signing keys stand: a file that running processes look at again, or the settings alone."""

import json
from pathlib import Path
from threading import Lock

from django.conf import settings

from tonebridge.devstack.private_file import write_private
from tonebridge.resilience import clock

LOOK_EVERY_S = 1.0
"""A rotation is seen by every process within this time. Between looks the file isn't touched, whatever callers send."""

ENTRY = "signing_keys"
"""The keys' name in the file of development secrets, which holds others too."""


class WatchedFile:
    """The keys in one file, read again when the file has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._text: str | None = None
        self._looked, self._seen = float("-inf"), (0, 0)

    def text(self) -> str | None:
        """What the file holds; None where it can't be read and never could. A damaged file leaves what was read last."""
        with self._lock:
            if clock.tick() - self._looked >= LOOK_EVERY_S:
                self._looked = clock.tick()
                self._look()
            return self._text

    def _look(self) -> None:
        try:
            state = self.path.stat()
            if (state.st_mtime_ns, state.st_ino) != self._seen:
                self._text = read_keys(self.path)
                self._seen = (state.st_mtime_ns, state.st_ino)
        except (OSError, ValueError, KeyError, TypeError):
            return


def read_keys(path: Path) -> str:
    """The JSON list of keys, alone in its file or among development secrets. Raises OSError, ValueError, KeyError."""
    text = path.read_text(encoding="utf-8").strip()
    found = json.loads(text)
    return str(found[ENTRY]) if isinstance(found, dict) else text


def write_keys(path: Path, text: str) -> None:
    """Replace the keys in one step; what else the file holds stays. Raises OSError, ValueError."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        found = None
    write_private(path, json.dumps(found | {ENTRY: text}, indent=1) if isinstance(found, dict) else text + "\n")


_watched: dict[Path, WatchedFile] = {}


def present_text() -> str:
    """The keys as they are now."""
    path: Path | None = settings.TOKEN_SIGNING_KEYS_FILE
    if path is None:
        return str(settings.TOKEN_SIGNING_KEYS)
    watched = _watched.setdefault(path, WatchedFile(path))
    return watched.text() or str(settings.TOKEN_SIGNING_KEYS)
