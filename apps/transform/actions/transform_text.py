"""The main verb: transform a message and record it."""

from dataclasses import replace

from django.conf import settings

from apps.accounts.contracts import Principal
from apps.accounts.queries.usage import ensure_quota
from apps.transform import pipeline
from apps.transform.actions.record_transformation import record_transformation
from apps.transform.contracts import TransformRequest, TransformResult
from apps.transform.providers.ladder import configured_ladder
from apps.transform.providers.rules import VERSION
from apps.transform.queries.glossary import glossary_of
from tonebridge.resilience import clock
from tonebridge.resilience.computing import computing
from tonebridge.telemetry import metrics, tracing


def transform_text(*, principal: Principal, wanted: TransformRequest) -> TransformResult:
    """Transform, then charge and record in one transaction. Raises QuotaExceeded, Unavailable."""
    return transform_and_record(principal=principal, wanted=wanted)[0]


def transform_and_record(*, principal: Principal, wanted: TransformRequest) -> tuple[TransformResult, bool]:
    """The same, and whether the message's text was kept."""
    ensure_quota(principal)
    with tracing.span("transform", kind=wanted.transformation_type.value):
        known = replace(wanted, glossary=glossary_of(principal))
        result = _timed(known)
    return result, record_transformation(principal=principal, wanted=known, result=result)


def writers_version() -> tuple[str, ...]:
    """What writes, best first: another one when rules or prompts change."""
    return (*settings.TRANSFORM_RUNGS, f"rulebook {VERSION}")


def _timed(wanted: TransformRequest) -> TransformResult:
    started = clock.tick()
    with computing():
        result = pipeline.run(wanted, ladder=configured_ladder())
    kind = result.transformation_type.value
    metrics.TRANSFORM_SECONDS.labels(kind, result.tier).observe(clock.tick() - started)
    metrics.TRANSFORMS.labels(kind, result.language, result.tier, result.facts.status).inc()
    return result
