"""Many messages at once, as the product would have written them: COPY, each text sealed for its own row.

Python makes some 20,000 rows a second, so two processes share the months.
"""

import multiprocessing
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import psycopg

from tonebridge.ids import uuid7
from tonebridge.partitions.months import Month
from tonebridge.security.encryption import key_ring

PROCESSES = 2
SEALED = ("original_text", "transformed_text", "result", "final_text")
COLUMNS = {
    "id": "uuid",
    "created_at": "timestamptz",
    "organization_id": "uuid",
    "user_id": "uuid",
    "transformation_type": "varchar",
    "intensity": "int2",
    "language": "varchar",
    "tier": "varchar",
    "metadata": "jsonb",
    "verdict": "varchar",
    "rejected_changes": "jsonb",
} | dict.fromkeys(SEALED, "bytea")
TYPES = ("soften", "soften", "soften", "clarify", "summarize")
COPY = f"COPY transformations ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)"


@dataclass(frozen=True)
class Owner:
    """Whose messages: an organization's, by one person of it; `share` of all, as a weight."""

    organization_id: UUID
    user_id: UUID
    share: int


@dataclass(frozen=True)
class Load:
    """A month's messages. `texts` are by column; `url` is a superuser's, whom row security lets COPY."""

    url: str
    month: Month
    until: datetime
    count: int
    owners: Sequence[Owner]
    texts: dict[str, str]


def load(loads: Sequence[Load]) -> int:
    """Put them all in; how many rows that were."""
    workers = multiprocessing.get_context("spawn")  # a fork would share the connections of a pool
    with ProcessPoolExecutor(PROCESSES, mp_context=workers) as pool:
        return sum(pool.map(load_month, loads))


def load_month(wanted: Load) -> int:
    """One month of it, in the order of time."""
    with psycopg.connect(wanted.url) as database, database.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the owners are there: 3 checks a row less
        with cursor.copy(COPY.encode()) as copy:
            copy.set_types(list(COLUMNS.values()))
            for row in _rows(wanted):
                copy.write_row(row)
    return wanted.count


def _rows(wanted: Load) -> Iterator[tuple[object, ...]]:
    dice, ring = random.Random(wanted.month.month), key_ring()
    step = (min(wanted.month.end, wanted.until) - wanted.month.start) / wanted.count
    owners = dice.choices(wanted.owners, [owner.share for owner in wanted.owners], k=wanted.count)
    for number, owner in enumerate(owners):
        # Whole milliseconds, as in the id: that is how one is found by it.
        at = wanted.month.start + timedelta(milliseconds=int(number * step / timedelta(milliseconds=1)))
        made = uuid7(at)
        sealed = (
            ring.seal(wanted.texts[column].encode(), f"transformations.{column}:{made}".encode()) for column in SEALED
        )
        whose = (made, at, owner.organization_id, owner.user_id)
        yield (*whose, TYPES[number % len(TYPES)], 2, "ja", "rules", {"stored": True}, "", [], *sealed)
