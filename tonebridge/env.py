"""Typed readers of environment variables. `NAME_FILE` names a file that holds the value instead.

A value of the wrong form stops the start with `SettingError`, which names the variable and what it should look like.
"""

import re
from collections.abc import Collection, Mapping
from math import isfinite, nan
from os import environ
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class SettingError(ImproperlyConfigured):
    """A setting has a value that can't be used."""


def text(name: str, default: str = "", *, source: Mapping[str, str] = environ) -> str:
    """The variable, or the content of the file that `<name>_FILE` names, or the default."""
    file = source.get(f"{name}_FILE")
    if not file:
        return source.get(name, default)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(f"{name}_FILE: {file} can't be read ({error.strerror})") from error


def file(name: str, begins: re.Pattern[bytes], *, source: Mapping[str, str] = environ) -> str:
    """The path of a file that begins so, within a kilobyte; empty where none is named."""
    path = text(name, source=source)
    if not path:
        return ""
    try:
        with Path(path).open("rb") as opened:
            found = begins.match(opened.read(1024))
    except OSError as error:
        raise SettingError(f"{name}: {path} can't be read ({error.strerror})") from error
    if not found:
        raise SettingError(f"{name}: {path} doesn't begin with {begins.pattern.decode()}")
    return path


def integer(name: str, default: int, *, least: int = 0, source: Mapping[str, str] = environ) -> int:
    """A whole number of at least `least`."""
    value = text(name, str(default), source=source)
    if not value.strip().isdecimal() or int(value) < least:
        raise SettingError(f"{name} must be a whole number of at least {least}, not {value!r}")
    return int(value)


def number(name: str, default: float, *, least: float = 0.0, source: Mapping[str, str] = environ) -> float:
    """A number of at least `least`."""
    value = text(name, str(default), source=source).strip()
    try:
        found = float(value)
    except ValueError:
        found = nan
    if not (isfinite(found) and found >= least):
        raise SettingError(f"{name} must be a number of at least {least:g}, not {value!r}")
    return found


def flag(name: str, default: bool = False, *, source: Mapping[str, str] = environ) -> bool:
    """yes/no in the usual spellings."""
    value = text(name, str(default), source=source).strip().lower()
    if value not in TRUE | FALSE:
        raise SettingError(f"{name} must be true or false, not {value!r}")
    return value in TRUE


def choices(name: str, known: Collection[str], *, source: Mapping[str, str] = environ) -> list[str]:
    """A comma-separated list of known words."""
    found = words(name, source=source)
    if strange := set(found) - set(known):
        raise SettingError(f"{name} knows {', '.join(known)}, not {', '.join(sorted(strange))}")
    return found


def words(name: str, default: str = "", *, source: Mapping[str, str] = environ) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default, source=source).split(",") if word.strip()]
