"""The fast lane of transforming: parsed, worked on in a thread, answered. No Django request in between."""

import json

from django.conf import settings
from pydantic import TypeAdapter

from apps.accounts.contracts import Principal, Scope
from apps.transform.actions.compare_texts import compare_texts
from apps.transform.actions.preview_transform import preview_transform
from apps.transform.actions.read_message import read_message
from apps.transform.actions.submit_and_answer import submit_and_answer
from apps.transform.api.v1.streams import streamed
from apps.transform.bodies import COMPARISON, READING, RESULT, CompareBody, PreviewBody, ReadBody, TransformBody
from apps.transform.contracts import BatchSource, BatchView, BatchWanted, Language, PreviewInfo, TransformationType
from apps.transform.live.job_shapes import JobOut, shown_job
from apps.transform.page_owner import HEADER, ensure_same_reader
from apps.transform.repeats import answer_of
from tonebridge.limits.preview_limit import spend_preview
from tonebridge.resilience.threads import in_thread
from tonebridge.rest.bodies import parse
from tonebridge.rest.lanes import Call, Lane, Reply, Streamed

PREVIEW_INFO = TypeAdapter(PreviewInfo)


async def transform(call: Call) -> Reply:
    """One message, checked and recorded; the same one again, as it was. With `Prefer: respond-async`, 202 and a job."""
    principal: Principal = call.principal
    body = parse(TransformBody, call.document)
    if "respond-async" in call.headers.get("prefer", "").lower():
        return await in_thread(_later, principal, call)
    wanted = body.request(reader_language=reader_of(call))
    found = await answer_of(principal, wanted)
    return Reply(found.body, repeat=found.entry)


async def transform_stream(call: Call) -> Reply | Streamed:
    """One message as server-sent events: `meta`, `delta` while a model writes (sentences that passed the checks that one
    allows; provisional), then one `result` (as POST /transform answers) or `error` (a problem), then `done`. A stream
    that was cut off has no result. Closing the connection ends the work."""
    ensure_same_reader(call.headers.get(HEADER, ""), call.principal)
    wanted = parse(TransformBody, call.document).request(reader_language=reader_of(call))
    return await streamed(call.principal, wanted, call.request_id)


def _later(principal: Principal, call: Call) -> Reply:
    """The message as a batch of one."""
    wanted = BatchWanted((call.document,), BatchSource.LATER, reader_language=reader_of(call) or "")
    address, body = submit_and_answer(principal=principal, wanted=wanted, answer=_accepted)
    return Reply(body, status=202, headers=(("Location", address), ("Preference-Applied", "respond-async")))


def _accepted(batch: BatchView) -> tuple[str, bytes]:
    made = shown_job(batch)
    return f"/api/v1/jobs/{made['id']}", json.dumps(made, ensure_ascii=False).encode()


async def compare(call: Call) -> Reply:
    """The fact ledger of two texts, and how the scores moved."""
    body = parse(CompareBody, call.document)
    kind = TransformationType(body.transformation_type) if body.transformation_type else None
    found = await in_thread(
        compare_texts,
        principal=call.principal,
        original=body.original,
        rewritten=body.rewritten,
        transformation_type=kind,
    )
    return Reply(COMPARISON.dump_json(found))


async def read(call: Call) -> Reply:
    """A received message: what it asks, says, guesses and feels, and what its words mean. Nothing is kept."""
    body = parse(ReadBody, call.document)
    found = await in_thread(
        read_message,
        principal=call.principal,
        text=body.text,
        receiver_role=body.receiver_role,
        reader_language=reader_of(call),
    )
    return Reply(READING.dump_json(found))


async def preview(call: Call) -> Reply:
    """One short message without a login: rules only, nothing kept."""
    wanted = parse(PreviewBody, call.document).request(reader_language=reader_of(call))
    await spend_preview(call.client_ip)
    return Reply(RESULT.dump_json(await in_thread(preview_transform, wanted=wanted)))


async def preview_info(_call: Call) -> Reply:
    """What may be tried without a login."""
    info = PreviewInfo(settings.PREVIEW_MAX_CHARACTERS, settings.PREVIEW_PER_MINUTE, settings.PREVIEW_PER_DAY)
    return Reply(PREVIEW_INFO.dump_json(info))


def reader_of(call: Call) -> Language | None:
    """The reader's language where the call names one; else reasons come in the text's own."""
    if not call.headers.get("accept-language"):
        return None
    return "en" if call.language == "en" else "ja"


LANES = [
    Lane("POST", "/api/v1/transform", transform, Scope.TRANSFORM, TransformBody, RESULT, answers_later=JobOut.__name__),
    Lane(
        "POST",
        "/api/v1/transform/stream",
        transform_stream,
        Scope.TRANSFORM,
        TransformBody,
        content_type="text/event-stream",
    ),
    Lane("POST", "/api/v1/analyze/compare", compare, Scope.ANALYZE, CompareBody, COMPARISON),
    Lane("POST", "/api/v1/read", read, Scope.ANALYZE, ReadBody, READING),
    Lane("POST", "/api/v1/preview/transform", preview, None, PreviewBody, RESULT),
    Lane("GET", "/api/v1/preview/info", preview_info, None, answers=PREVIEW_INFO),
]
