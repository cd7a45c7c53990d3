"""`/ws/v1/`: transform and analyze over one connection. Frames are `{"type", "id", "payload"}`; the id is echoed."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.note_misuse import note_misuse
from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.credentials import renewed
from apps.accounts.queries.live_watch import watch
from apps.analyze.actions.analyze_text import analyze_text
from apps.analyze.bodies import ANALYSIS, AnalyzeBody
from apps.transform.actions.stream_transform import TransformStream
from apps.transform.bodies import TransformBody, plain
from apps.transform.live.frames import CANCEL, WITHDRAWN, Payload, ServerFrame, read_frame
from apps.transform.live.handshakes import credential_shown, is_ours
from apps.transform.live.job_feed import states_of, watched
from apps.transform.live.subscriptions import FOLLOWED, ChannelBody, Followed, SubscribeBody, Subscriptions
from tonebridge.errors import (
    InsufficientPermissions,
    Internal,
    InvalidRequest,
    InvalidToken,
    RateLimited,
    ToneBridgeError,
    is_missing_right,
)
from tonebridge.limits.call_limits import spend_call
from tonebridge.limits.connections import live, most_connections
from tonebridge.limits.refused_credentials import refused_credentials
from tonebridge.limits.token_bucket import LocalBuckets, Rate
from tonebridge.resilience import deadline
from tonebridge.resilience.threads import in_thread
from tonebridge.resilience.usual_deadlines import transform_s
from tonebridge.rest.bodies import parse
from tonebridge.rest.language import preferred_language
from tonebridge.rest.problem import problem_of
from tonebridge.telemetry import context, metrics
from tonebridge.telemetry.security_events import count_event
from tonebridge.tenancy.identity import acting_for, as_nobody

log = logging.getLogger(__name__)

UNAUTHENTICATED, FOREIGN_ORIGIN, TOO_MANY = 4401, 4403, 4429
NOT_TEXT, TOO_FAST, TOO_BIG = 1003, 1008, 1009
MAX_FRAME = 100_000
FRAMES = Rate(capacity=60, seconds=3)
"""Of one connection, whatever they ask."""
SEND_S = 10.0
"""A client that doesn't take an answer for so long is let go."""
AT_ONCE = 4
"""Frames of one connection that are worked on at the same time."""


Told = tuple[ServerFrame | Followed, Payload]
"""A frame's answer: its type and what it holds."""


class SlowReader(Exception):
    """A client that doesn't take what it asked for."""


class LiveConsumer(AsyncWebsocketConsumer):
    """One client. A one-time ticket (`?ticket=`) or the session cookie of a page of ours opens it.

    It ends with the credential that opened it: at the next frame, and without one within two seconds.
    """

    channel_layer_alias = "none"
    """There is no such layer: with one, each connection would wait for Valkey to open. What is pushed is heard once for all of them (`live/job_watch.py`)."""
    principal: Principal
    over = False
    """Whether our side has closed it."""

    @property
    def address(self) -> str:
        """The client's, as the front door found it out."""
        scope: Mapping[str, Any] = self.scope
        return str(scope["tonebridge.client_ip"])

    def standing(self) -> Principal | None:
        """Who the caller is now; None once they signed out, or lost key, account or membership. Two queries at most."""
        return renewed(self.principal)

    async def connect(self) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in self.scope["headers"]}
        if not is_ours(headers):
            count_event("websocket.refused")
            return await self.close(FOREIGN_ORIGIN)
        ticket = parse_qs(self.scope.get("query_string", b"").decode("latin-1")).get("ticket")
        try:
            principal = await self._principal(ticket[0] if ticket else None, headers)
        except RateLimited:
            count_event("websocket.refused")
            return await self.close(TOO_MANY)
        if principal is None:
            count_event("websocket.refused")
            return await self.close(UNAUTHENTICATED)
        if not live.open(principal.organization_id, most_connections(principal.plan.code)):
            count_event("websocket.refused")
            return await self.close(TOO_MANY)
        self.principal, self.frames = principal, LocalBuckets()
        accepted = headers.get("accept-language", "")
        self.language = preferred_language(accepted, otherwise="en")
        self.reader_language = self.language if accepted else None
        self.slots, self.working = asyncio.Semaphore(AT_ONCE), dict[asyncio.Task[None], object]()
        self.subscriptions = Subscriptions(self.tell_follower)
        metrics.ACTIVE_CONNECTIONS.labels("websocket").inc()
        watch.add(self)
        return await self.accept()

    async def _principal(self, ticket: str | None, headers: dict[str, str]) -> Principal | None:
        """Who opens it; what is nobody's counts as any wrong credential of the address. Raises RateLimited after too many."""
        shown = credential_shown(ticket, headers)
        with as_nobody():
            return await refused_credentials.found(self.address, *shown) if shown else None

    def opened_by(self) -> Principal:
        return self.principal

    async def end(self) -> None:
        await self.close(UNAUTHENTICATED)

    async def disconnect(self, code: int) -> None:
        if hasattr(self, "working"):
            metrics.ACTIVE_CONNECTIONS.labels("websocket").dec()
            watch.discard(self)
            live.close(self.principal.organization_id)
            self.subscriptions.end()
            for task in list(self.working):
                task.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if code := self._fault(text_data):
            return await self.close(code)
        assert text_data is not None  # noqa: S101 - what `_fault` has looked at
        frame = read_frame(text_data)
        if isinstance(frame, dict) and frame["type"] == CANCEL:
            return self._cancel(frame.get("id"))
        await self.slots.acquire()
        task = asyncio.create_task(self._serve(frame))
        self.working[task] = frame.get("id") if isinstance(frame, dict) else None
        task.add_done_callback(self._done)
        return None

    def _cancel(self, name: object) -> None:
        """Nothing more is said of the frame of that id."""
        for task in [task for task, its in self.working.items() if its == name]:
            task.cancel()

    def _fault(self, text: str | None) -> int:
        """The code to close with; 0 for a frame that is read."""
        if text is None:
            return NOT_TEXT
        if len(text) > MAX_FRAME:
            return TOO_BIG
        return 0 if self.frames.take("frames", FRAMES, 1).allowed else TOO_FAST

    def _done(self, task: "asyncio.Task[None]") -> None:
        self.working.pop(task, None)
        self.slots.release()

    async def _serve(self, frame: "Payload | ToneBridgeError") -> None:
        name, ended = (frame.get("id") if isinstance(frame, dict) else None), False
        try:
            with self._surroundings():
                try:
                    kind, payload = await self._answered(frame)
                    if kind == FOLLOWED:
                        return self.subscriptions.begin(name, payload)
                except ToneBridgeError as error:
                    kind, payload = "error", problem_of(error, context.get_request_id())
                    ended = isinstance(error, InvalidToken)
                    self._note(error, frame)
            await self.tell(kind, name, payload)
        except SlowReader:
            return await self.close(TOO_FAST)
        except Exception as error:
            log.error("a frame failed", exc_info=error)
            await self.tell("error", name, problem_of(Internal(), context.get_request_id()))
        return await self.end() if ended else None

    async def close(self, code: int | bool | None = None, reason: str | None = None) -> None:
        """Once: what is still worked on tells nobody any more."""
        if not self.over:
            self.over = True
            await super().close(code, reason)

    def _note(self, error: ToneBridgeError, frame: "Payload | ToneBridgeError") -> None:
        """A right that is missing, as the front door notes it of a request."""
        if is_missing_right(error) and isinstance(frame, dict):
            note_misuse("rights.refused", self.principal, where=f"websocket:{frame['type']}")

    async def tell(self, kind: ServerFrame, name: object, payload: Payload) -> None:
        """Send a frame. Raises SlowReader where nobody takes it: until then the next one waits, and nothing is heaped up."""
        if self.over:
            return
        told = json.dumps({"type": kind, "id": name, "payload": payload}, ensure_ascii=False)
        try:
            await asyncio.wait_for(self.send(told), SEND_S)
        except TimeoutError as error:
            raise SlowReader from error

    async def tell_follower(self, kind: ServerFrame, name: object, payload: Payload) -> None:
        """The same, beside the frames that are worked on."""
        try:
            await self.tell(kind, name, payload)
        except SlowReader:
            await self.close(TOO_FAST)

    @contextmanager
    def _surroundings(self) -> Iterator[None]:
        """What the front door's layers give a request."""
        with (
            translation.override(self.language),
            acting_for(self.principal.organization_id),
            deadline.within(settings.DEADLINE_S),
        ):
            yield

    async def _answered(self, frame: "Payload | ToneBridgeError") -> Told:
        if isinstance(frame, ToneBridgeError):
            raise frame
        if frame["type"] not in DOORS:
            raise InvalidRequest(_("This frame type isn't supported."))
        return await DOORS[frame["type"]](self, frame)


async def _ping(_consumer: LiveConsumer, _frame: Payload) -> Told:
    return "pong", {}


async def _transform(consumer: LiveConsumer, frame: Payload) -> Told:
    principal = await _admit(consumer, Scope.TRANSFORM)
    wanted = parse(TransformBody, frame.get("payload")).request(reader_language=consumer.reader_language)
    with deadline.lifted(), deadline.within(transform_s(settings.STREAM_DEADLINE_S)):
        stream = await TransformStream.begin(principal=principal, wanted=wanted)
        with closing(stream):
            async for part in stream.parts():
                await consumer.tell("transform.delta", frame.get("id"), {"text": part})
            result, _kept = await stream.result()
            if stream.is_withdrawn(result):
                await consumer.tell("transform.delta", frame.get("id"), WITHDRAWN)
    return "transform.result", plain(result)


async def _analyze(consumer: LiveConsumer, frame: Payload) -> Told:
    await _admit(consumer, Scope.ANALYZE)
    body = parse(AnalyzeBody, frame.get("payload"))
    found = await in_thread(analyze_text, text=body.text, language=body.language)
    return "analyze.result", ANALYSIS.dump_python(found, mode="json")


async def _subscribe(consumer: LiveConsumer, frame: Payload) -> Told:
    principal = await _admit(consumer, Scope.TRANSFORM)
    wanted = parse(SubscribeBody, frame.get("payload"))
    batch = await watched(principal, wanted.job_id)
    return FOLLOWED, {"channel": wanted.channel, "states": states_of(batch, wanted.last_event_id)}


async def _unsubscribe(consumer: LiveConsumer, frame: Payload) -> Told:
    channel = parse(ChannelBody, frame.get("payload")).channel
    consumer.subscriptions.end(channel)
    return "notification", {"channel": channel, "subscribed": False}


Door = Callable[[LiveConsumer, Payload], Awaitable[Told]]
DOORS: dict[str, Door] = {
    "ping": _ping,
    "transform": _transform,
    "analyze": _analyze,
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
}


async def _admit(consumer: LiveConsumer, scope: Scope) -> Principal:
    """The caller as they stand now, with what their plan allows now, and the same bucket as over HTTP: a connection is no way around either.

    Raises InvalidToken, which ends the connection, where the credential has ended since it was opened.
    """
    principal = await in_thread(consumer.standing)
    if principal is None:
        raise InvalidToken
    if not principal.may(scope):
        raise InsufficientPermissions
    await spend_call(principal, consumer.address)
    return principal
