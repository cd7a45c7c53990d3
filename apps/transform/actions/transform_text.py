"""The main verb: transform a message and record it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.conf import settings

from apps.accounts.actions.settle_with_effect import is_holding
from apps.accounts.contracts import Principal
from apps.accounts.queries.usage import ensure_quota
from apps.transform import pipeline
from apps.transform.actions.accompany import is_accompanied
from apps.transform.actions.record_transformation import record_transformation
from apps.transform.actions.spool_transformation import spool_transformation
from apps.transform.actions.suspect_orders import under_policy, unknown_policy
from apps.transform.contracts import Disclosure, TransformRequest, TransformResult
from apps.transform.disclosing import noted
from apps.transform.driving import drive, drive_here, in_turns
from apps.transform.going_without import known_without, told_so
from apps.transform.known_words import words_for
from apps.transform.overhearing import given_up
from apps.transform.protocols import Ear, Steps
from apps.transform.providers.ladder import Ladder
from apps.transform.providers.prompts import prompts_version
from apps.transform.providers.writers import Writers, knows_writers, writers_of
from apps.transform.reusing import SimilarRung
from apps.transform.rulebook_version import rulebook_version
from tonebridge.resilience import clock
from tonebridge.spool.absence import absence
from tonebridge.telemetry import metrics, tracing


def transform_text(*, principal: Principal, wanted: TransformRequest) -> TransformResult:
    """Transform, then charge and record in one transaction. Models are waited for in this thread.

    Raises QuotaExceeded, Unavailable.
    """
    with tracing.span("transform", kind=wanted.transformation_type.value):
        return drive_here(transforming(principal=principal, wanted=wanted))[0]


async def transform_and_record(
    *,
    principal: Principal,
    wanted: TransformRequest,
    ear: Ear | None = None,
    on_giving_up: Callable[[], None] = lambda: None,
) -> tuple[TransformResult, bool]:
    """The same on the event loop, which waits for models; and whether the message's text was kept.

    `on_giving_up` is called, in any thread, where it ends while a model is asked: nothing is recorded then.
    """
    story = given_up(transforming(principal=principal, wanted=wanted), on_giving_up)
    with tracing.span("transform", kind=wanted.transformation_type.value):
        return await drive(story, ear)


def transforming(*, principal: Principal, wanted: TransformRequest) -> Steps[tuple[TransformResult, bool]]:
    """The verb, stopping wherever a model is to be asked.

    While the database is away it goes on without; not for a call whose answer has to be kept (Idempotency-Key), nor for work
    of the database's own.
    """
    known, ladder = _prepared(principal, wanted)
    disclosed: list[Disclosure] = []
    result = yield from noted(_timed(known, ladder), disclosed)
    return _recorded(principal, known, result, disclosed)


def _prepared(principal: Principal, wanted: TransformRequest) -> tuple[TransformRequest, Ladder]:
    """The request with all that is known of its organization, and who writes."""
    try:
        return absence.unless(_read, principal, wanted)
    except Exception as error:
        if needs_database() or not absence.noted(error):
            raise
    known, ladder = known_without(principal.organization_id, wanted)
    return under_policy(principal, known, ladder, unknown_policy), ladder


def _read(principal: Principal, wanted: TransformRequest) -> tuple[TransformRequest, Ladder]:
    ensure_quota(principal)
    writers = writers_of(principal.organization_id) if wanted.tier == "auto" else Writers()
    ladder = writers.ladder(SimilarRung(principal))
    told = writers.told(replace(wanted, glossary=words_for(principal)))
    return under_policy(principal, told, ladder), ladder


def _recorded(
    principal: Principal, wanted: TransformRequest, result: TransformResult, disclosed: list[Disclosure]
) -> tuple[TransformResult, bool]:
    """The result, and whether its text was kept: now, or what it used later."""
    record = partial(record_transformation, principal=principal, wanted=wanted, result=result, disclosed=disclosed)
    try:
        return result, absence.unless(record)
    except Exception as error:
        if needs_database() or not absence.noted(error):
            raise
    spool_transformation(principal=principal, wanted=wanted, result=result, disclosed=disclosed)
    return told_so(principal.organization_id, result, wanted.reader_language), False


def needs_database() -> bool:
    """Whether the running call has to write there in any case."""
    return is_holding() or is_accompanied()


def writers_version(principal: Principal) -> tuple[str, ...]:
    """What writes for the caller, best first: another one when rules, models or prompts change."""
    models = (settings.LLM_PRIMARY, settings.LLM_SECONDARY)
    named = (f"{model.vendor}:{model.model}" for model in models if model)
    return (
        *settings.TRANSFORM_RUNGS,
        f"rulebook {rulebook_version()}",
        *named,
        prompts_version(),
        writers_of(principal.organization_id).version,
    )


def asks_models(principal: Principal) -> bool:
    """Whether a model is asked before the rules: the operator's, or one of the caller's organization. Read, or remembered."""
    return writers_of(principal.organization_id).ladder().asks_models


def knows_writers_version(principal: Principal) -> bool:
    """Whether `writers_version` asks no database."""
    return knows_writers(principal.organization_id)


def _timed(wanted: TransformRequest, ladder: Ladder) -> Steps[TransformResult]:
    started = clock.tick()
    result = yield from in_turns(pipeline.steps(wanted, ladder=ladder))
    kind = result.transformation_type.value
    metrics.TRANSFORM_SECONDS.labels(kind, result.tier).observe(clock.tick() - started)
    metrics.TRANSFORMS.labels(kind, result.language, result.tier, result.facts.status).inc()
    return result
