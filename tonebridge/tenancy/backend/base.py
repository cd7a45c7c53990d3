"""Django's PostgreSQL engine with metrics, and with the identity told to the server.

The telling goes in front of a transaction's first statement, in the same message of the simple query protocol: no trip
of its own. Outside of `atomic` each statement is a transaction by itself, and PostgreSQL runs the two in one message
as one transaction, so such reads are safe without a `BEGIN`. It is told again where the identity changes inside a
transaction, and after a rollback to a savepoint, which takes settings back with it.
"""

import select
from typing import TYPE_CHECKING, Any

import psycopg
from django_prometheus.db.backends.postgresql import base as prometheus
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool

from tonebridge.resilience import clock
from tonebridge.resilience.circuit_breaker import Breaker
from tonebridge.resilience.local_breaker import Policy
from tonebridge.telemetry import tracing
from tonebridge.tenancy.identity import Identity, current
from tonebridge.tenancy.statements import GOES_BACK, READS_OR_WRITES, settings_of, telling

if TYPE_CHECKING:
    from psycopg import ClientCursor

    CursorBase = ClientCursor[Any]
else:  # at run time it is mixed into whichever class Django and the metrics chose
    CursorBase = object

database_breaker = Breaker("database", calm_s=0.5, patience_s=1.0, policy=Policy(longest_open_s=2.0))

IDLE, IN_ERROR = TransactionStatus.IDLE, TransactionStatus.INERROR
TOLD = "told_identity"
"""Attribute of a psycopg connection: what its running transaction was told last."""


class TellingCursor(CursorBase):
    """Puts the telling in front of what is executed, where there is something to tell."""

    settings_of = staticmethod(settings_of)
    fresh: Identity | None = Identity()
    """What a transaction is before it is told anything; None: always tell."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:  # as psycopg takes them
        text = query if isinstance(query, str) else query.as_string(self.connection)
        told = self._telling(text)
        with tracing.span("db.query", None, **{"db.system": "postgresql", "db.operation": _operation(text)}):
            super().execute(told + text, params, **options)
        if told:
            self.nextset()
        return self

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:  # as psycopg takes them
        for params in params_seq:
            self.execute(query, params, **options)

    def _telling(self, text: str) -> str:
        status, identity = self.connection.info.transaction_status, current()
        if GOES_BACK.match(text) or status == IN_ERROR:
            setattr(self.connection, TOLD, None)
            return ""
        known = self.fresh if status == IDLE else getattr(self.connection, TOLD, None)
        if self.connection.autocommit and status == IDLE and not READS_OR_WRITES.match(text):
            return ""  # such as CREATE INDEX CONCURRENTLY, which must be alone in its message
        setattr(self.connection, TOLD, identity)
        return "" if identity == known else telling(self.settings_of(identity))


def has_ended(connection: psycopg.Connection[Any]) -> bool:
    """Whether the server has ended it. Asks only where the socket has something to say: nothing was sent, nothing is due.

    A server that ended the connection has said so: looking costs a system call, asking each time a trip.
    """
    said = select.poll()
    said.register(connection.fileno(), select.POLLIN)
    try:
        if said.poll(0):
            ConnectionPool.check_connection(connection)
    except psycopg.Error:
        return True
    return False


class DatabaseWrapper(prometheus.DatabaseWrapper):  # type: ignore[misc]  # untyped package
    """The engine. `cursor_kind` is what tests exchange."""

    cursor_kind = TellingCursor

    def get_connection_params(self) -> dict[str, Any]:
        """Two classes of cursors are made for it, so none where the pool, which is given them once, makes the connections."""
        if self.alias in self._connection_pools:
            return {}
        params: dict[str, Any] = super().get_connection_params()
        params["cursor_factory"] = type("Cursor", (self.cursor_kind, params["cursor_factory"]), {})
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection of the pool. Raises CircuitOpen at once while the database is away.

        Waiting for our own other requests is no failure of the database's: only connecting in vain is.
        """
        if self.pool is None:
            return super().get_new_connection(conn_params)
        before = _vain_tries(self.pool)
        with database_breaker.guarded(lambda _error: _vain_tries(self.pool) > before):
            return self._standing(super().get_new_connection(conn_params))

    def _standing(self, given: Any) -> Any:
        """The connection, or the pool's next one that has not ended. Raises PoolTimeout.

        By the pool's own check a caller would sleep for a second behind the second one that has ended, and give up behind the fourth.
        """
        until = clock.tick() + self.pool.timeout
        while has_ended(given):
            given.close()
            self.pool.putconn(given)
            given = self.pool.getconn(until - clock.tick())
        return given

    def chunked_cursor(self) -> Any:
        """A cursor on the server lives in a transaction that was told; outside of one, an ordinary cursor does."""
        if not self.in_atomic_block:
            return self.cursor()
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return super().chunked_cursor()


def _operation(statement: str) -> str:
    """SELECT, INSERT, …: the word alone. A statement can quote what somebody wrote."""
    word = statement[:200].split(maxsplit=1)[:1]
    return word[0].upper() if word and word[0].isalpha() else "OTHER"


def _vain_tries(pool: Any) -> int:
    return int(pool.get_stats().get("connections_errors", 0))
