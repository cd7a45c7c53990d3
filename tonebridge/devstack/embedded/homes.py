"""Folders for what runs: the run folder itself, and where the servers keep their data."""

import hashlib
import os
import shutil
from pathlib import Path

from tonebridge.devstack.failures import CannotStart
from tonebridge.devstack.places import run_directory
from tonebridge.devstack.supervision.account import Account, open_to_all

ROOM_BYTES = 200_000_000
"""A new cluster takes 60 MB, its log of changes grows from there."""

PERSISTENT_TEMP = Path("/var/tmp")  # noqa: S108 - a folder in it is ours, or refused  # nosec B108
REMEDY = "or name another folder in TONEBRIDGE_RUN_DIR."


def prepared_run_directory() -> Path:
    """The run folder, made if missing, with room in it. Raises CannotStart."""
    folder = run_directory()
    try:
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)  # root's servers run as `nobody`, who has to walk in
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise CannotStart(f"Can't make {folder} ({error.strerror}): make that possible, {REMEDY}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotStart(f"Can't write to {folder}: make it writable, {REMEDY}")
    if free < ROOM_BYTES:
        megabytes = f"{free // 1_000_000} MB of room and needs {ROOM_BYTES // 1_000_000}"
        raise CannotStart(f"{folder} has {megabytes}: free some space, {REMEDY}")
    return folder


def servers_home(run_dir: Path, account: Account | None) -> Path:
    """`run_dir`, or a folder in /var/tmp where `account` can't walk into it (a checkout in root's home).

    Raises CannotStart when somebody else owns that folder.
    """
    if account is None or open_to_all(run_dir):
        return run_dir
    home = PERSISTENT_TEMP / f"tonebridge-{hashlib.sha256(os.fsencode(run_dir)).hexdigest()[:12]}"
    home.mkdir(mode=0o711, exist_ok=True)
    if home.is_symlink() or home.stat().st_uid != os.geteuid():
        raise CannotStart(f"{home} belongs to somebody else: remove it, {REMEDY}")
    home.chmod(0o711)
    return home
