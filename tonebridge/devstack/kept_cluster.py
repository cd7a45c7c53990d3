"""Folders of data that sessions of tests copy: what takes seconds to make is made once, until what it is made of changes."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from tonebridge.devstack.places import CHECKOUT
from tonebridge.devstack.supervision.account import Account
from tonebridge.resilience import clock

FOLDER = CHECKOUT / ".venv" / "clusters"
"""Goes with what was installed: `make clean`."""
PARTIAL = "partial-"
MOST = 3
"""Branches that are worked on at once, at 60 MB each."""
ABANDONED_S = 3600


class KeptCluster:
    """The copy called `name`, which says what it was made of. Whole or not there, whoever else makes it at the same time."""

    def __init__(self, name: str, folder: Path = FOLDER) -> None:
        self.folder, self.path = folder, folder / name

    def copy_to(self, data: Path, account: Account | None) -> bool:
        """Put it at `data`, which isn't there yet, for a server that runs as `account`; False where it isn't kept."""
        partial = data.with_name(f"{data.name}.new")
        shutil.rmtree(partial, ignore_errors=True)
        try:
            os.utime(self.path)
            shutil.copytree(self.path, partial, copy_function=shutil.copy)
        except OSError:  # never made, or taken away meanwhile
            return False
        _give(partial, account)
        partial.rename(data)
        return True

    def keep(self, data: Path) -> None:
        """Copy `data`, whose server has stopped. Where there is no place for it, the next session makes its own."""
        if not self.folder.parent.is_dir():
            return
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self._remove_old()
            partial = Path(tempfile.mkdtemp(prefix=PARTIAL, dir=self.folder))
            shutil.copytree(data, partial, symlinks=True, copy_function=shutil.copy, dirs_exist_ok=True)
            os.sync()  # a machine that goes down must not leave a name with half of what it stands for
            _moved(partial, self.path)

    def _remove_old(self) -> None:
        """All but the newest, to make room for one, and what was cut short."""
        partial = [each for each in self.folder.glob(f"{PARTIAL}*") if _age_s(each) > ABANDONED_S]
        whole = [each for each in self.folder.iterdir() if not each.name.startswith(PARTIAL)]
        for each in (*partial, *sorted(whole, key=_age_s)[MOST - 1 :]):
            shutil.rmtree(each, ignore_errors=True)


def _moved(partial: Path, whole: Path) -> None:
    """Somebody else may have been quicker."""
    try:
        partial.rename(whole)
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)


def _give(folder: Path, account: Account | None) -> None:
    if account:
        for path in _all_of(folder):
            os.chown(path, account.uid, account.gid)


def _all_of(folder: Path) -> Iterable[Path]:
    yield folder
    yield from folder.rglob("*")


def _age_s(path: Path) -> float:
    return clock.now().timestamp() - path.stat().st_mtime
