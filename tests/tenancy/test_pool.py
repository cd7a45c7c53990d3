"""Connections of a pool: given out after a look, thrown away once the server has ended them."""

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tonebridge.changes.listener import address
from tonebridge.tenancy.backend.base import DatabaseWrapper, has_ended

MANY = 6

pytestmark = pytest.mark.django_db


@pytest.fixture
def pooled() -> Iterator[DatabaseWrapper]:
    """A connection as a web process has it, whose pool keeps many."""
    options = {**connection.settings_dict["OPTIONS"], "pool": {**settings.DATABASE_POOL, "min_size": MANY}}
    wrapper = DatabaseWrapper({**connection.settings_dict, "CONN_HEALTH_CHECKS": False, "OPTIONS": options}, "pooled")
    wrapper.pool.open(wait=True)
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def end(pid: int) -> None:
    """As the server does when it stops."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        assert cursor.fetchone()[0]


def test_a_connection_that_stands_is_given_out_unasked() -> None:
    with psycopg.connect(**address()) as standing:
        standing.rollback()
        assert not has_ended(standing)
        assert standing.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_a_connection_that_the_server_has_ended_is_known_to_have() -> None:
    ended = psycopg.connect(**address())
    end(ended.info.backend_pid)
    assert has_ended(ended)
    ended.close()


def test_a_caller_who_meets_only_ended_connections_gets_a_new_one(pooled: DatabaseWrapper) -> None:
    taken = [pooled.pool.getconn() for _ in range(MANY)]
    ended = [one.info.backend_pid for one in taken]
    for one in taken:
        pooled.pool.putconn(one)
    for pid in ended:
        end(pid)
    with pooled.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] not in ended
    assert pooled.pool.get_stats()["pool_size"] <= pooled.pool.max_size
