"""A result as the rows that history, figures and the outbox keep of it."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.accounts.contracts import Principal
from apps.transform.alike.likeness import asked_key, may_be_used_again
from apps.transform.bodies import GIVEN_ANSWERS, plain
from apps.transform.contracts import Disclosure, GivenAnswer, TransformRequest, TransformResult
from apps.transform.models import Analytics, Transformation
from apps.transform.records.receipts import notes_of
from tonebridge.events.contracts import Figures
from tonebridge.ids import uuid7

TEXTS = {
    "original_text",
    "transformed_text",
    "changes",
    "facts",
    "questions",
    "warnings",
    "unsure",
    "variants",
    "answers",
}
"""Members of a result that hold a message's words."""


@dataclass(frozen=True)
class Beside:
    """What is recorded with a result: answers that it holds, and what left the machine for it."""

    answers: tuple[GivenAnswer, ...] = ()
    disclosed: tuple[Disclosure, ...] = ()


def message_row(
    principal: Principal, wanted: TransformRequest, result: TransformResult, beside: Beside
) -> Transformation:
    """The message; without its words where it is not to be stored."""
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


def figures_of(result: TransformResult) -> Figures:
    """What its event says: numbers, and neither text nor person."""
    measures = _figures(result)
    names = ("characters", "harshness_before", "harshness_after", "clarity_before", "clarity_after")
    payload: dict[str, str | int | float] = {name: measures[name] for name in names}
    payload |= {"type": result.transformation_type.value, "tier": result.tier}
    return payload | {"processing_ms": result.processing_time_ms}


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
    return found | {"asked": asked_key(principal.organization_id, wanted)}


def measures_row(principal: Principal, result: TransformResult) -> Analytics:
    """How it went."""
    return measured(
        transformation_id=result.id,
        organization_id=principal.organization_id,
        created_at=result.created_at,
        processing_time_ms=result.processing_time_ms,
        metrics=_metrics(result),
    )


def measured(*, transformation_id: UUID, created_at: datetime, **columns: Any) -> Analytics:
    """The measures of a message, beside it in time. `columns` are the model's others."""
    return Analytics(
        id=uuid7(created_at),
        transformation_id=transformation_id,
        transformation_created_at=created_at,
        created_at=created_at,
        **columns,
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
