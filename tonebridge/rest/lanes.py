"""Lanes: async doors of the apps that the gateway serves without entering Django's request cycle.

An app lists its lanes in a module that `settings.GATEWAY_LANES` names. What a lane takes and answers is declared once:
the same types check the body, shape the answer and stand in the OpenAPI document.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from tonebridge.caching.l1_memory import Entry


@dataclass(frozen=True)
class Call:
    """One request as a lane sees it: checked, its JSON parsed, its caller known."""

    principal: Any  # tonebridge.callers.principal.Principal; None where the lane is open to everyone
    document: Any  # parsed JSON of the body
    language: str
    client_ip: str
    request_id: str
    headers: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, UUID] = field(default_factory=dict)
    """What stands in the path where the lane's has `{name}`."""


@dataclass(frozen=True)
class Reply:
    """An answer: a status and the bytes of its body."""

    body: bytes
    status: int = 200
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    repeat: Entry | None = None
    """Where the answer to the same request stands, if it is kept."""


@dataclass(frozen=True)
class Streamed:
    """An answer in parts, sent as they come. Whoever sends it closes the generator when its reader is gone.

    Errors before the first part are problems with a status of their own; behind it, telling of them is the generator's.
    """

    parts: AsyncGenerator[bytes, None]
    content_type: str = "text/event-stream"


@dataclass(frozen=True)
class Lane:
    """`method path`, and what serves it; `operations.yaml` describes it. `scope` is what a credential must carry; None opens the lane to everyone.

    A path may have `{name}` where a UUID stands.
    """

    method: str
    path: str
    handler: Callable[[Call], Awaitable[Reply | Streamed]]
    scope: str | None
    takes: type[BaseModel] | None = None
    answers: TypeAdapter[Any] | None = None
    metric: str = ""
    content_type: str = "application/json"
    answers_later: str = ""
    """With `Prefer: respond-async` (RFC 7240): the component of the OpenAPI document that 202 answers."""
    resumes: bool = False
    """Whether a stream goes on behind the event that `Last-Event-ID` names (WHATWG)."""

    @property
    def name(self) -> str:
        """The route as metrics know it."""
        return self.metric or self.path
