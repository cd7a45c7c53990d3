"""Probes of what the platform itself needs: the database, its schema, the cache."""

from functools import cache as remembered

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from tonebridge.telemetry.probes import ProbeFailed


def database() -> None:
    """The database answers a query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@remembered
def migrations() -> None:
    """Every migration of this version has run. Once they have, this process doesn't look again."""
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise ProbeFailed(f"{len(waiting)} migrations have not run")


def cache() -> None:
    """The cache answers a ping."""
    ping(settings.CACHE_URL)


def ping(url: str) -> None:
    """One PING, without retries. Raises ProbeFailed when there is no server, or none that answers."""
    if not url:
        raise ProbeFailed("not configured")
    try:
        with Redis.from_url(url, **settings.REDIS_CLIENT | {"retry": Retry(NoBackoff(), 0)}) as client:
            client.ping()
    except RedisError as error:
        raise ProbeFailed(f"no answer ({type(error).__name__})") from error
