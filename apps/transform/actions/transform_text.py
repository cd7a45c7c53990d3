"""The main verb: transform a message and record it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from apps.accounts.contracts import Principal
from apps.accounts.queries.usage import ensure_quota
from apps.transform.actions.go_without_database import going_without_database
from apps.transform.actions.record_transformation import record_transformation
from apps.transform.actions.spool_transformation import spool_transformation
from apps.transform.actions.suspect_orders import under_policy, unknown_policy
from apps.transform.contracts import Disclosure, TransformRequest, TransformResult
from apps.transform.protocols import CallListener, Steps
from apps.transform.providers.ladder import Ladder
from apps.transform.providers.similar import SimilarRung
from apps.transform.providers.writers import Writers, writers_of
from apps.transform.queries.known_words import words_for
from apps.transform.records.disclosing import recording_disclosures
from apps.transform.steps import given_up
from apps.transform.story import pipeline
from apps.transform.story.degraded_mode import with_cautions, without_database
from apps.transform.story.driving import drive, drive_here, in_turns
from tonebridge.resilience import clock
from tonebridge.spool.database_availability import database
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
    listener: CallListener | None = None,
    on_giving_up: Callable[[], None] = lambda: None,
) -> tuple[TransformResult, bool]:
    """The same on the event loop, which waits for models; and whether the message's text was kept.

    `on_giving_up` is called, in any thread, where it ends while a model is asked: nothing is recorded then.
    """
    story = given_up(transforming(principal=principal, wanted=wanted), on_giving_up)
    with tracing.span("transform", kind=wanted.transformation_type.value):
        return await drive(story, listener)


def transforming(*, principal: Principal, wanted: TransformRequest) -> Steps[tuple[TransformResult, bool]]:
    """The verb, stopping wherever a model is to be asked.

    While the database is away it goes on without; not for a call whose answer has to be kept (Idempotency-Key), nor for work
    of the database's own.
    """
    known, ladder = _prepared(principal, wanted)
    disclosed: list[Disclosure] = []
    result = yield from recording_disclosures(_timed(known, ladder), disclosed)
    return _recorded(principal, known, result, disclosed)


def _prepared(principal: Principal, wanted: TransformRequest) -> tuple[TransformRequest, Ladder]:
    """The request with all that is known of its organization, and who writes."""
    with going_without_database:
        return database.call(_read, principal, wanted)
    known, ladder = without_database(principal.organization_id, wanted)
    return under_policy(principal, known, ladder, unknown_policy), ladder


def _read(principal: Principal, wanted: TransformRequest) -> tuple[TransformRequest, Ladder]:
    ensure_quota(principal)
    writers = writers_of(principal.organization_id) if wanted.tier == "auto" else Writers()
    ladder = writers.ladder(SimilarRung(principal))
    prompted = writers.with_prompt(replace(wanted, glossary=words_for(principal)))
    return under_policy(principal, prompted, ladder), ladder


def _recorded(
    principal: Principal, wanted: TransformRequest, result: TransformResult, disclosed: list[Disclosure]
) -> tuple[TransformResult, bool]:
    """The result, and whether its text was kept: now, or what it used later."""
    record = partial(record_transformation, principal=principal, wanted=wanted, result=result, disclosed=disclosed)
    with going_without_database:
        return result, database.call(record)
    spool_transformation(principal=principal, wanted=wanted, result=result, disclosed=disclosed)
    return with_cautions(principal.organization_id, result, wanted.reader_language), False


def _timed(wanted: TransformRequest, ladder: Ladder) -> Steps[TransformResult]:
    started = clock.tick()
    result = yield from in_turns(pipeline.steps(wanted, ladder=ladder))
    kind = result.transformation_type.value
    metrics.TRANSFORM_SECONDS.labels(kind, result.tier).observe(clock.tick() - started)
    metrics.TRANSFORMS.labels(kind, result.language, result.tier, result.facts.status).inc()
    return result
