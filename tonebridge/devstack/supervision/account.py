"""Whom the servers run as. PostgreSQL refuses to serve as root, so there `nobody` does."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from tonebridge.devstack.failures import CannotStart


@dataclass(frozen=True)
class Account:
    """A user to drop to."""

    uid: int
    gid: int


def server_account() -> Account | None:
    """`nobody` for root; None for everyone else, who stay themselves. Raises CannotStart where there is no `nobody`."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError as error:
        raise CannotStart("This system has no user `nobody` for the database: start as an ordinary user.") from error
    return Account(entry.pw_uid, entry.pw_gid)


def open_to_all(path: Path) -> bool:
    """May every account walk into `path`? No inside root's home, which is 0700."""
    existing = [folder for folder in (path, *path.parents) if folder.exists()]
    return all(folder.stat().st_mode & 0o001 for folder in existing)


def own_folder(path: Path, account: Account | None) -> Path:
    """A folder that only the servers' account enters (0700), made if missing. Raises OSError."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account and path.stat().st_uid != account.uid:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
    return path
