"""Write history, analytics, usage and a job in one statement; ring the worker when it stands."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from django.db import transaction

from apps.accounts.actions.charge_usage import CHARGED, charging, ensure_charged
from apps.accounts.actions.settle_with_effect import is_holding, settle_with_effect
from apps.accounts.contracts import Principal
from apps.accounts.queries.retention import KEEPING, keeping
from apps.transform.actions.accompany import accompany, is_accompanied
from apps.transform.alike.likeness import asked_key, may_be_used_again
from apps.transform.bodies import GIVEN_ANSWERS, RESULT, plain
from apps.transform.contracts import Disclosure, GivenAnswer, TransformRequest, TransformResult
from apps.transform.events import MessageTransformed
from apps.transform.models import Analytics, Transformation
from apps.transform.receipts import notes_of
from tonebridge.errors import InvalidToken
from tonebridge.events.outbox import happening
from tonebridge.events.publish import publish
from tonebridge.ids import uuid7
from tonebridge.partitions.healing import in_existing_month
from tonebridge.queues.actions.enqueue_job import enqueueing, ring_after_commit
from tonebridge.statements.together import Part, execute_together, insertion

TEXTS = {"original_text", "transformed_text", "changes", "facts", "questions", "warnings", "variants", "answers"}
"""Members of a result that hold a message's words."""


@dataclass(frozen=True)
class Beside:
    """What is recorded with a result: answers that it holds, and what left the machine for it."""

    answers: tuple[GivenAnswer, ...]
    disclosed: tuple[Disclosure, ...]


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
        settle_with_effect(lambda: RESULT.dump_json(result))
    return kept


def _recorded(principal: Principal, wanted: TransformRequest, result: TransformResult, beside: Beside) -> bool:
    keeps = _keepers.get(principal.organization_id, True)
    written = _write(principal, replace(wanted, store=wanted.store and keeps), result, beside, keeps)
    if not written[KEEPING]:
        keeps = _keepers[principal.organization_id] = not keeps
        written = _write(principal, replace(wanted, store=wanted.store and keeps), result, beside, keeps)
    if not written[KEEPING]:
        raise InvalidToken  # the organization itself went meanwhile, and the caller with it
    ensure_charged(written)
    return wanted.store and keeps


def _write(
    principal: Principal,
    wanted: TransformRequest,
    result: TransformResult,
    beside: Beside,
    keeps: bool,
) -> Mapping[str, int]:
    """One statement: nothing of it happens unless the organization keeps as expected and the day's quota allows it."""
    digest, ring = _digesting(principal, result)
    parts = (
        keeping(principal, expected=keeps),
        *charging(principal=principal, characters=result.usage.characters, after=KEEPING),
        insertion("recorded", _row(principal, wanted, result, beside), after=CHARGED),
        insertion("measured", _measures(principal, result), after=CHARGED),
        _told(principal, result),
        *digest,
    )
    written = in_existing_month(result.created_at, lambda: execute_together(parts), one_statement=True)
    if written[CHARGED]:
        ring()
        publish(_event(principal, result))
    return written


def _told(principal: Principal, result: TransformResult) -> Part:
    """The event that figures are built from: numbers, and neither text nor person."""
    measures = _figures(result)
    names = ("characters", "harshness_before", "harshness_after", "clarity_before", "clarity_after")
    payload: dict[str, str | int | float] = {name: measures[name] for name in names}
    payload |= {"type": result.transformation_type.value, "tier": result.tier}
    return happening(
        name="message.transformed",
        organization_id=principal.organization_id,
        payload=payload | {"processing_ms": result.processing_time_ms},
        at=result.created_at,
        after=CHARGED,
    )


def _digesting(principal: Principal, result: TransformResult) -> tuple[tuple[Part, ...], Callable[[], None]]:
    """The job that digests the message, and how to ring for it; nothing where the caller sees to many at once."""
    if is_accompanied():
        return (), lambda: None
    job, view = enqueueing(
        kind="digest_transformation",
        payload_ids={"transformation_id": str(result.id)},
        organization_id=principal.organization_id,
        after=CHARGED,
    )
    return (job,), partial(ring_after_commit, view)


def _event(principal: Principal, result: TransformResult) -> MessageTransformed:
    return MessageTransformed(
        transformation_id=result.id,
        organization_id=principal.organization_id,
        user_id=principal.user_id,
        created_at=result.created_at,
    )


def _row(principal: Principal, wanted: TransformRequest, result: TransformResult, beside: Beside) -> Transformation:
    return Transformation(
        id=result.id,
        created_at=result.created_at,
        organization_id=principal.organization_id,
        user_id=principal.user_id,
        transformation_type_id=result.transformation_type.value,
        intensity=result.intensity,
        language=result.language,
        tier=result.tier,
        metadata=_metadata(principal, wanted, result, beside),
        **_texts(wanted, result, beside),
    )


def _metadata(
    principal: Principal, wanted: TransformRequest, result: TransformResult, beside: Beside
) -> dict[str, object]:
    """What is known of the row without opening it. `asked`: of which requests its result may be used again."""
    found: dict[str, object] = {
        "stored": wanted.store,
        "kept_percent": result.kept_percent,
        "facts": result.facts.status,
    }
    if not wanted.store or beside.answers or not may_be_used_again(result):
        return found
    return found | {"asked": asked_key(principal.organization_id, principal.user_id, wanted)}


def _measures(principal: Principal, result: TransformResult) -> Analytics:
    return Analytics(
        id=uuid7(result.created_at),
        transformation_id=result.id,
        transformation_created_at=result.created_at,
        organization_id=principal.organization_id,
        processing_time_ms=result.processing_time_ms,
        confidence_score=None,
        metrics=_metrics(result),
        created_at=result.created_at,
    )


def _texts(wanted: TransformRequest, result: TransformResult, beside: Beside) -> dict[str, str]:
    answers = GIVEN_ANSWERS.dump_python(beside.answers, mode="json")
    everything = plain(result) | ({"answers": answers} if answers else {})
    kept = everything if wanted.store else {name: everything[name] for name in everything if name not in TEXTS}
    kept["receipt"] = notes_of(wanted, result, beside.disclosed)
    return {
        "original_text": result.original_text if wanted.store else "",
        "transformed_text": result.transformed_text if wanted.store else "",
        "result": json.dumps(kept, ensure_ascii=False),
    }


def _metrics(result: TransformResult) -> dict[str, float | int | dict[str, int]]:
    return {**_figures(result), "reasons": dict(Counter(change.reason.code for change in result.changes))}


def _figures(result: TransformResult) -> dict[str, float | int]:
    before, after = result.scores.before, result.scores.after
    return {
        "characters": result.usage.characters,
        "input_tokens": result.usage.input_tokens,
        "output_tokens": result.usage.output_tokens,
        "cost_usd": result.usage.cost_usd,
        "changes": len(result.changes),
        "kept_percent": result.kept_percent,
        "harshness_before": before.harshness,
        "harshness_after": after.harshness,
        "politeness_before": before.politeness,
        "politeness_after": after.politeness,
        "clarity_before": before.clarity,
        "clarity_after": after.clarity,
    }
