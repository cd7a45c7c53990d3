"""Seal every encrypted value with the ring's first key, while the product runs."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from tonebridge.resilience import clock
from tonebridge.rotation.models import RotationProgress
from tonebridge.rotation.sealed_tables import SealedTable, Unopened, sealed_tables
from tonebridge.security.encryption import EncryptionError, key_ring

BATCH = 200
MOST_PASSES = 3
"""A process that still seals with the older key may add rows behind us; where that goes on, it needs a restart first."""

log = logging.getLogger(__name__)
Row = dict[str, Any]  # as the columns are, values sealed


@dataclass(frozen=True)
class Progress:
    """How a table stands. `sealed` counts rows since the rotation began, `stale` those left when a pass was over."""

    table: str
    sealed: int
    stale: int | None = None
    unopened: tuple[Unopened, ...] = field(default=())


def rotate_keys(*, batch: int = BATCH) -> Iterator[Progress]:
    """Say how far it is after each batch of rows and each pass. May be stopped at any time and goes on where it was.

    Rows that can't be opened stay as they are, are logged and told; others go on.
    """
    for table in sealed_tables():
        passes = 0
        while passes < MOST_PASSES and table.count_stale():
            yield from _pass(table, batch)
            passes += 1
        if not passes:
            yield Progress(table.name, _progress(table).sealed, stale=0)


def _pass(table: SealedTable, batch: int) -> Iterator[Progress]:
    progress, unopened = _begun(table), list[Unopened]()
    while _batch(table, progress, batch, unopened) == batch:
        yield Progress(table.name, progress.sealed)
    progress.finished_at = clock.now()
    progress.save()
    yield Progress(table.name, progress.sealed, table.count_stale(), tuple(unopened))


def _progress(table: SealedTable) -> RotationProgress:
    ring = key_ring()
    return RotationProgress.objects.get_or_create(table=table.name, key_id=ring.first)[0]


def _begun(table: SealedTable) -> RotationProgress:
    """Where an unfinished pass was left; from the start after a finished one."""
    progress = _progress(table)
    if progress.finished_at is not None:
        progress.position, progress.finished_at = "", None
    return progress


@transaction.atomic
def _batch(table: SealedTable, progress: RotationProgress, batch: int, unopened: list[Unopened]) -> int:
    """Rows seen. The place is committed with them, so what a killed run did is neither lost nor done again."""
    rows = table.model._base_manager.select_for_update().order_by(table.identity)
    if progress.position:
        rows = rows.filter(**{f"{table.identity}__gt": progress.position})
    found: list[Row] = list(rows.values(*table.columns)[:batch])
    for row in found:
        progress.sealed += _reseal(table, row, unopened)
    if found:
        progress.position = str(found[-1][table.identity])
    progress.save()
    return len(found)


def _reseal(table: SealedTable, row: Row, unopened: list[Unopened]) -> bool:
    """Whether anything had to be sealed anew."""
    identity = row[table.identity]
    try:
        changed = dict(_resealed(table, row))
    except EncryptionError as error:
        unopened.append(Unopened(table.name, identity, type(error).__name__))
        log.error("encryption.unopened", extra={"table": table.name, "row": identity, "error": type(error).__name__})
        return False
    if changed:
        table.model._base_manager.filter(**{name: row[name] for name in table.key}).update(**changed)
    return bool(changed)


def _resealed(table: SealedTable, row: Row) -> Iterator[tuple[str, bytes]]:
    instance, head = table.row(row[table.identity]), key_ring().head
    for each in table.fields:
        value: bytes | None = row[each.attname]
        if value is not None and not value.startswith(head):
            yield each.attname, each.seal(instance, each.open(instance, value))
