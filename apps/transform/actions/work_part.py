"""Do the items of a part, one after the other: each in a transaction of its own, so that a crash loses at most one."""

import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.credentials import principal_of_member
from apps.transform.actions.accompany import accompanied
from apps.transform.actions.transform_text import transform_text
from apps.transform.bodies import RESULT, TransformBody
from apps.transform.contracts import Cells, Item, Language, TransformResult
from apps.transform.models import Batch, BatchPart, BatchResult
from tonebridge.errors import InsufficientPermissions, QuotaExceeded, ToneBridgeError
from tonebridge.ids import uuid7
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.actions.finish_job import LeaseLost
from tonebridge.queues.actions.note_item import note_item
from tonebridge.queues.contracts import Ids, JobView, Priority
from tonebridge.queues.failures import InOurWords
from tonebridge.resilience import clock, deadline
from tonebridge.rest.bodies import parse
from tonebridge.rest.problem import problem_of
from tonebridge.telemetry.logs import described

log = logging.getLogger(__name__)

TURN_S = 5.0
"""After so long others have a turn."""
ITEM_S = 60.0
"""What one item may take, models and all: well below the task's own limit."""
MOST_TRIES = 2
"""An item whose runs have ended so often without a word is not tried again: it is what ends them."""
KEY_ENDED = _("The API key that sent this job can no longer be used.")


def work_part(job: JobView) -> bool:
    """Do what is left of the part; False where time was up before the end.

    Raises LeaseLost where the job was cancelled or is another run's, and what kept an item from being done that is to be
    tried again: by then all others are over.
    """
    part = BatchPart.objects.select_related("batch").filter(pk=UUID(str(job.payload_ids["part_id"]))).first()
    if part is None:  # forgotten, with its batch
        return True
    done = PartRun(job, part).run()
    if done:
        _close(part)
    return done


@transaction.atomic
def _close(part: BatchPart) -> None:
    """Forget what was asked, and have the messages digested when nobody waits."""
    payload: Ids = {"batch_id": str(part.batch_id), "first": part.first, "count": part.count}
    enqueue_job(kind="digest_batch", payload_ids=payload, organization_id=part.organization_id, priority=Priority.BULK)
    BatchPart.objects.filter(pk=part.pk).delete()


class PoisonedItem(InOurWords):
    """An item during which workers died."""


class KeptRow(NamedTuple):
    """An item, and what comes back with its result."""

    item: Item
    cells: Cells


class PartRun:
    """One run over a part."""

    def __init__(self, job: JobView, part: BatchPart) -> None:
        self.job, self.part, self.batch = job, part, part.batch
        self.ends = clock.tick() + TURN_S

    def run(self) -> bool:
        """Whether all items are over. Raises what kept the last of those from it that are to be tried again."""
        principal, held_up = self._principal(), None
        for index, row in self._left():
            if clock.tick() >= self.ends:
                return False
            held_up = self._tried(principal, index, row) or held_up
        if held_up:
            raise held_up
        return True

    def _tried(self, principal: Principal | None, index: int, row: KeptRow) -> Exception | None:
        """Do one item; the error where another try may mend it. The others don't wait for that."""
        try:
            self._do(principal, index, row)
        except (LeaseLost, DatabaseError, SoftTimeLimitExceeded):
            raise
        except Exception as error:
            log.warning("batch.item_failed", extra={"job_id": self.job.id, "index": index, "why": described(error)})
            return error
        return None

    def _principal(self) -> Principal | None:
        """Who asked, as they stand now; None where they, or the key that they asked with, may not any more."""
        batch, credential = self.batch, f"job:{self.batch.id}"
        with suppress(ToneBridgeError):
            found = principal_of_member(
                batch.user_id, batch.organization_id, credential=credential, key_id=batch.api_key_id
            )
            return found if found.may(Scope.TRANSFORM) else None
        return None

    def _left(self) -> list[tuple[int, KeptRow]]:
        items: Sequence[Item] = json.loads(self.part.items)
        cells: Sequence[Cells] = json.loads(self.part.columns) if self.part.columns else [{}] * len(items)
        rows = [KeptRow(*row) for row in zip(items, cells, strict=True)]
        span = range(self.part.first, self.part.first + len(items))
        over = BatchResult.objects.filter(batch=self.batch, index__in=span).values_list("index", flat=True)
        return [(index, rows[index - self.part.first]) for index in sorted(set(span) - set(over))]

    def _do(self, principal: Principal | None, index: int, row: KeptRow) -> None:
        self._beware(index)
        try:
            with deadline.within(ITEM_S), _language(self.batch):
                self._transform(principal, index, row)
        except ToneBridgeError as error:
            if not error.permanent and not isinstance(error, QuotaExceeded):
                raise
            self._fail(index, row, error)

    def _beware(self, index: int) -> None:
        """Once a run has ended without a word, say what is tried before it is. Raises PoisonedItem for what ends runs."""
        if self.job.attempt == 1:
            return
        if self.part.trying != index:
            self.part.trying, self.part.tries = index, 0
        if self.part.tries >= MOST_TRIES:
            raise PoisonedItem(f"workers died at item {index}")
        self.part.tries += 1
        BatchPart.objects.filter(pk=self.part.pk).update(trying=index, tries=self.part.tries)

    def _transform(self, principal: Principal | None, index: int, row: KeptRow) -> None:
        if principal is None:
            raise InsufficientPermissions(KEY_ENDED if self.batch.api_key_id else None)
        body = parse(TransformBody, _body(row.item))
        wanted = body.request(reader_language=_reader(self.batch))
        given_id = _given_id(row.item)

        def beside(result: TransformResult, kept: bool) -> None:
            sealed: dict[str, Any] = {"id": given_id} if given_id else {}
            if not kept:
                sealed["result"] = RESULT.dump_python(result, mode="json")
            self._write(index, sealed, _given(row.cells), transformation_id=result.id if kept else None)

        with accompanied(beside):
            transform_text(principal=principal, wanted=wanted)

    def _fail(self, index: int, row: KeptRow, error: ToneBridgeError) -> None:
        with _language(self.batch), transaction.atomic():
            told = {"problem": problem_of(error, str(self.batch.id)), "problems": self._problems(error)}
            sealed = {"id": _given_id(row.item), **told}
            self._write(index, sealed, _given(row.cells, _body(row.item)), went_well=False)

    def _problems(self, error: ToneBridgeError) -> dict[str, dict[str, Any]]:
        """The problem in every language of the pages: who looks at a job may have chosen another one than who sent it."""
        found = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found[language] = problem_of(error, str(self.batch.id))
        return found

    def _write(
        self,
        index: int,
        sealed: dict[str, Any],
        given: dict[str, Any],
        *,
        transformation_id: UUID | None = None,
        went_well: bool = True,
    ) -> None:
        """The outcome, and that it counts: in the caller's transaction, or not at all."""
        BatchResult.objects.create(
            id=uuid7(),
            batch=self.batch,
            organization_id=self.batch.organization_id,
            index=index,
            went_well=went_well,
            transformation_id=transformation_id,
            sealed=json.dumps(sealed, ensure_ascii=False) if sealed else "",
            given=json.dumps(given, ensure_ascii=False) if given else None,
            created_at=clock.now(),
        )
        note_item(job=self.job, went_well=went_well)


def _body(item: Item) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != "id"}


def _given(cells: Cells, item: Item | None = None) -> dict[str, Any]:
    """What is kept of a row beside what became of it."""
    found = {"cells": cells, "item": item}
    return {name: value for name, value in found.items() if value}


def _given_id(item: Item) -> str:
    given = item.get("id", "")
    return str(given)[:200] if isinstance(given, str | int) else ""


def _reader(batch: Batch) -> Language | None:
    return {"ja": "ja", "en": "en"}.get(batch.reader_language)  # type: ignore[return-value]  # as the two keys are


def _language(batch: Batch) -> "translation.override":
    """Problems are told in the language of whoever asked."""
    return translation.override(batch.reader_language or "ja")
