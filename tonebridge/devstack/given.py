"""Servers that the environment names, looked at before anything starts: a wrong address is one sentence."""

from collections.abc import Mapping
from os import environ
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tonebridge import env
from tonebridge.devstack.failures import CannotStart

if TYPE_CHECKING:
    import redis

VARIABLES = {
    "database": ("DATABASE_URL",),
    "system": ("DATABASE_SYSTEM_URL",),
    "owner": ("DATABASE_OWNER_URL",),
    "cache": ("CACHE_URL", "REDIS_URL"),
    "broker": ("BROKER_URL", "REDIS_URL"),
}
"""By server: the variables that can name it, the first that is set wins (as in `settings/data.py`)."""

CONNECT_S = 3


def given_servers(source: Mapping[str, str] = environ) -> dict[str, tuple[str, str]]:
    """By server: the variable that names it, and the URL. Raises SettingError for a `_FILE` that can't be read."""
    found = {}
    for server, names in VARIABLES.items():
        named = next(((name, url) for name in names if (url := env.text(name, source=source))), None)
        if named:
            found[server] = named
    return found


def check_database(variable: str, url: str) -> None:
    """Raises CannotStart unless a PostgreSQL with pgvector answers there."""
    where = _address(variable, url, ("postgres", "postgresql"), "postgres://user:password@host:5432/name")
    if not urlsplit(url).path.strip("/"):
        raise CannotStart(f"{variable} names no database: postgres://user:password@host:5432/name")
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=CONNECT_S) as connection:
            vector = connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone()
    except psycopg.Error as error:
        raise CannotStart(
            f"{variable}: PostgreSQL at {where} refuses us ({_reason(error)}). {_advice(variable)}"
        ) from error
    if not vector:
        raise CannotStart(
            f"{variable}: PostgreSQL at {where} has no pgvector: install it there (Debian: postgresql-17-pgvector)."
        )


def check_keeper(variable: str, url: str) -> None:
    """Raises CannotStart unless a Redis or Valkey answers there."""
    where = _address(variable, url, ("redis", "rediss"), "redis://:password@host:6379/0")
    import redis

    try:
        with quick_client(url) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise CannotStart(f"{variable}: Redis at {where} refuses us ({_reason(error)}). {_advice(variable)}") from error


def quick_client(url: str) -> "redis.Redis":
    """A client that tries once; redis-py's own patience with a dead server is about ten seconds. Raises ValueError."""
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    once = Retry(NoBackoff(), 0)
    return redis.Redis.from_url(url, socket_connect_timeout=CONNECT_S, socket_timeout=CONNECT_S, retry=once)


def _address(variable: str, url: str, schemes: tuple[str, ...], example: str) -> str:
    """`host:port` for people: never user or password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise CannotStart(f"{variable} can't be read ({error}): it must look like {example}") from error
    if parts.scheme not in schemes or not parts.netloc:
        raise CannotStart(f"{variable} must look like {example}")
    return f"{parts.hostname or 'the local socket'}{f':{port}' if port else ''}"


def _reason(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].rpartition("failed: ")[2] if lines else type(error).__name__


def _advice(variable: str) -> str:
    return f"Correct {variable}, start that server, or unset it to use the embedded one."
