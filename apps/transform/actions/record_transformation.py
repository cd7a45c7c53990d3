"""Write history, analytics, usage and a job in one statement; send the job when it stands."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.db import transaction

from apps.accounts.actions.charge_usage import CHARGED, charging, ensure_charged
from apps.accounts.actions.store_idempotent_answer import is_holding, store_idempotent_answer
from apps.accounts.contracts import Principal
from apps.accounts.queries.retention import KEEPING, keeping
from apps.transform.actions.accompany import accompany, is_accompanied
from apps.transform.bodies import RESULT
from apps.transform.contracts import Disclosure, GivenAnswer, TransformRequest, TransformResult
from apps.transform.events import MESSAGE_TRANSFORMED
from apps.transform.records.rows import Beside, figures_of, measures_row, message_row
from tonebridge.errors import InvalidToken
from tonebridge.events.outbox import happening
from tonebridge.partitions.healing import in_existing_month
from tonebridge.queues.actions.enqueue_job import enqueueing, send_after_commit
from tonebridge.statements.together import Part, execute_together, insertion

_keepers: dict[UUID, bool] = {}
"""What was found last of organizations that once differed from the rule, which is to keep: a guess, never trusted."""


def record_transformation(
    *,
    principal: Principal,
    wanted: TransformRequest,
    result: TransformResult,
    answers: tuple[GivenAnswer, ...] = (),
    disclosed: Sequence[Disclosure] = (),
) -> bool:
    """All or nothing; whether the text was kept. `answers` are those that the text holds: a later check has to know their facts.
    `disclosed` is what left the machine for it.

    Where the organization keeps no messages, the row holds no text, as if the caller had asked for that: the statement
    itself looks, so a change counts at once. Raises QuotaExceeded when another call used the last one up meanwhile, and
    InvalidToken where the organization has gone.
    """
    with transaction.atomic() if is_holding() or is_accompanied() else nullcontext():  # a statement alone is one
        kept = _recorded(principal, wanted, result, Beside(answers, tuple(disclosed)))
        accompany(result, kept)
        store_idempotent_answer(lambda: RESULT.dump_json(result))
    return kept


def _recorded(principal: Principal, wanted: TransformRequest, result: TransformResult, beside: Beside) -> bool:
    keeps = _keepers.get(principal.organization_id, True)
    written = _write(principal, replace(wanted, store=wanted.store and keeps), result, beside, keeps)
    if not written[KEEPING]:
        keeps = _keepers[principal.organization_id] = not keeps
        written = _write(principal, replace(wanted, store=wanted.store and keeps), result, beside, keeps)
    if not written[KEEPING]:
        raise InvalidToken  # the organization itself went meanwhile, and the caller with it
    ensure_charged(written, principal=principal)
    return wanted.store and keeps


def _write(
    principal: Principal,
    wanted: TransformRequest,
    result: TransformResult,
    beside: Beside,
    keeps: bool,
) -> Mapping[str, int]:
    """One statement: nothing of it happens unless the organization keeps as expected and the day's quota allows it."""
    digest, send = _digesting(principal, result)
    parts = (
        keeping(principal, expected=keeps),
        *charging(principal=principal, characters=result.usage.characters, after=KEEPING),
        insertion("recorded", message_row(principal, wanted, result, beside), after=CHARGED),
        insertion("measured", measures_row(principal, result), after=CHARGED),
        _event_row(principal, result),
        *digest,
    )
    written = in_existing_month(result.created_at, lambda: execute_together(parts), one_statement=True)
    if written[CHARGED]:
        send()
    return written


def _event_row(principal: Principal, result: TransformResult) -> Part:
    return happening(
        name=MESSAGE_TRANSFORMED,
        organization_id=principal.organization_id,
        payload=figures_of(result),
        at=result.created_at,
        after=CHARGED,
    )


def _digesting(principal: Principal, result: TransformResult) -> tuple[tuple[Part, ...], Callable[[], None]]:
    """The job that digests the message, and how to send it; nothing where the caller sees to many at once."""
    if is_accompanied():
        return (), lambda: None
    job, view = enqueueing(
        kind="digest_transformation",
        payload_ids={"transformation_id": str(result.id)},
        organization_id=principal.organization_id,
        after=CHARGED,
    )
    return (job,), partial(send_after_commit, view)
