"""A transform as server-sent events: `meta`, `delta`s while a model writes, then one `result` or `error`, then `done`."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from typing import Any

from apps.accounts.actions.store_idempotent_answer import Form, sent_as
from apps.accounts.contracts import Principal
from apps.transform.actions.stream_transform import TransformStream
from apps.transform.contracts import TransformRequest, TransformResult
from apps.transform.live.frames import WITHDRAWN
from apps.transform.repeats import TransformQuestion, look_for, made_of, question_of, repeats
from tonebridge.caching.tiered import Answer, Place
from tonebridge.errors import Internal, ToneBridgeError
from tonebridge.rest.lanes import Reply, Streamed
from tonebridge.rest.problem import problem_of

log = logging.getLogger(__name__)
EVENTS = "text/event-stream"
DONE = b"event: done\ndata: {}\n\n"


async def streamed(principal: Principal, wanted: TransformRequest, request_id: str) -> Reply | Streamed:
    """The answer as it is written; what is kept already comes in one piece. Raises what comes before a model is asked."""
    question = question_of(principal, wanted)
    place = await look_for(question)
    meta = _meta(wanted, request_id)
    if isinstance(place, Answer):
        return Reply(_whole(meta, place.body), content_type=EVENTS)
    with sent_as(Form(EVENTS, lambda body: _whole(meta, body))):
        stream = await TransformStream.begin(principal=principal, wanted=wanted)
    return Streamed(_events(stream, question, place, meta))


async def _events(
    stream: TransformStream, question: TransformQuestion, place: Place, meta: dict[str, object]
) -> AsyncGenerator[bytes, None]:
    try:
        yield _event("meta", meta)
        async for part in stream.parts():
            yield _event("delta", {"text": part})
        yield await _end(stream, question, place, str(meta["request_id"]))
        yield DONE
    finally:
        stream.close()


async def _end(stream: TransformStream, question: TransformQuestion, place: Place, request_id: str) -> bytes:
    """The result as it was recorded, or a problem. There is no third."""
    try:
        result, kept = await stream.result()
        made = made_of(result, kept)
        await repeats.keep(question, made, place)
        return _withdrawal(stream, result) + _data("result", made.body)
    except ToneBridgeError as error:
        return _event("error", problem_of(error, request_id))
    except asyncio.CancelledError:
        raise
    except Exception as error:
        log.error("a stream failed", exc_info=error)
        return _event("error", problem_of(Internal(), request_id))


def _withdrawal(stream: TransformStream, result: TransformResult) -> bytes:
    """Says that the sentences before it don't hold, where the result is another text."""
    return _event("delta", WITHDRAWN) if stream.is_withdrawn(result) else b""


def _meta(wanted: TransformRequest, request_id: str) -> dict[str, object]:
    return {
        "request_id": request_id,
        "transformation_type": wanted.transformation_type.value,
        "intensity": int(wanted.intensity),
        "language": wanted.language,
    }


def _whole(meta: dict[str, object], result: bytes) -> bytes:
    return _event("meta", meta) + _data("result", result) + DONE


def _event(name: str, data: dict[str, Any]) -> bytes:  # JSON
    return _data(name, json.dumps(data, ensure_ascii=False).encode())


def _data(name: str, document: bytes) -> bytes:
    """JSON has no line break outside of its strings, and inside of them they are escaped."""
    return b"event: %b\ndata: %b\n\n" % (name.encode(), document)
