"""Write history, analytics and usage, in one transaction; ring the worker when it stands."""

import json
from dataclasses import replace

from django.db import transaction

from apps.accounts.actions.charge_usage import charge_usage
from apps.accounts.actions.settle_with_effect import settle_with_effect
from apps.accounts.contracts import Principal
from apps.accounts.queries.retention import keeps_text
from apps.transform.bodies import GIVEN_ANSWERS, RESULT, plain
from apps.transform.contracts import GivenAnswer, TransformRequest, TransformResult
from apps.transform.events import MessageTransformed
from apps.transform.models import Analytics, Transformation
from tonebridge.events.publish import publish
from tonebridge.ids import uuid7
from tonebridge.partitions.healing import in_existing_month
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import Priority

TEXTS = {"original_text", "transformed_text", "changes", "facts", "questions", "warnings", "variants", "answers"}
"""Members of a result that hold a message's words."""


@transaction.atomic
def record_transformation(
    *, principal: Principal, wanted: TransformRequest, result: TransformResult, answers: tuple[GivenAnswer, ...] = ()
) -> bool:
    """All or nothing; whether the text was kept. `answers` are those that the text holds: a later check has to know their facts.

    Where the organization keeps no messages, the row holds no text, as if the caller had asked for that.
    Raises QuotaExceeded when another call used the last one up meanwhile.
    """
    wanted = replace(wanted, store=wanted.store and keeps_text(principal))
    charge_usage(principal=principal, characters=result.usage.characters)
    in_existing_month(result.created_at, lambda: _insert(principal, wanted, result, answers))
    enqueue_job(
        kind="digest_transformation",
        payload_ids={"transformation_id": str(result.id)},
        priority=Priority.DEFAULT,
        organization_id=principal.organization_id,
    )
    publish(
        MessageTransformed(
            transformation_id=result.id,
            organization_id=principal.organization_id,
            user_id=principal.user_id,
            created_at=result.created_at,
        )
    )
    settle_with_effect(lambda: RESULT.dump_json(result))
    return wanted.store


def _insert(
    principal: Principal, wanted: TransformRequest, result: TransformResult, answers: tuple[GivenAnswer, ...]
) -> None:
    Transformation.objects.create(
        id=result.id,
        created_at=result.created_at,
        organization_id=principal.organization_id,
        user_id=principal.user_id,
        transformation_type_id=result.transformation_type.value,
        intensity=result.intensity,
        language=result.language,
        tier=result.tier,
        metadata={"stored": wanted.store, "kept_percent": result.kept_percent, "facts": result.facts.status},
        **_texts(wanted, result, answers),
    )
    Analytics.objects.create(
        id=uuid7(result.created_at),
        transformation_id=result.id,
        transformation_created_at=result.created_at,
        organization_id=principal.organization_id,
        processing_time_ms=result.processing_time_ms,
        confidence_score=None,
        metrics=_metrics(result),
        created_at=result.created_at,
    )


def _texts(wanted: TransformRequest, result: TransformResult, answers: tuple[GivenAnswer, ...]) -> dict[str, str]:
    everything = plain(result) | ({"answers": GIVEN_ANSWERS.dump_python(answers, mode="json")} if answers else {})
    kept = everything if wanted.store else {name: everything[name] for name in everything if name not in TEXTS}
    return {
        "original_text": result.original_text if wanted.store else "",
        "transformed_text": result.transformed_text if wanted.store else "",
        "result": json.dumps(kept, ensure_ascii=False),
    }


def _metrics(result: TransformResult) -> dict[str, float | int]:
    before, after = result.scores.before, result.scores.after
    return {
        "characters": result.usage.characters,
        "changes": len(result.changes),
        "kept_percent": result.kept_percent,
        "harshness_before": before.harshness,
        "harshness_after": after.harshness,
        "politeness_before": before.politeness,
        "politeness_after": after.politeness,
        "clarity_before": before.clarity,
        "clarity_after": after.clarity,
    }
