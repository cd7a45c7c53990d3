"""Connections of a pool: given out after a look, thrown away once the server has ended them."""

import psycopg
import pytest
from django.db import connection

from tonebridge.changes.ear import address
from tonebridge.tenancy.backend.base import check_readable

pytestmark = pytest.mark.django_db


def test_a_connection_that_stands_is_given_out_unasked() -> None:
    with psycopg.connect(**address()) as standing:
        standing.rollback()
        check_readable(standing)
        assert standing.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        assert not standing.broken


def test_a_connection_that_the_server_has_ended_is_refused() -> None:
    ended = psycopg.connect(**address())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ended.info.backend_pid])
        assert cursor.fetchone()[0]
    with pytest.raises(psycopg.Error):
        check_readable(ended)
    ended.close()
