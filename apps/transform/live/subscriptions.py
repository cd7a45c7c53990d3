"""What one live connection follows: `subscribe {"channel": "job:<id>"}`, each a task that sends `job.progress` frames."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from apps.transform.live.frames import ServerFrame
from tonebridge.errors import Conflict
from tonebridge.rest.bodies import StrictBody

Followed = Literal["followed"]
FOLLOWED: Followed = "followed"
"""Not a frame: an answer that goes on (`Subscriptions.begin`)."""
MOST = 20
"""Channels of one connection."""
JOB = "job:"

Payload = dict[str, Any]  # JSON
Tell = Callable[[ServerFrame, object, Payload], Awaitable[None]]


class ChannelBody(StrictBody):
    """unsubscribe"""

    channel: Annotated[str, Field(pattern="^job:[0-9a-fA-F-]{36}$")]


class SubscribeBody(ChannelBody):
    """subscribe: `last_event_id` is that of the last state that the client has seen; it is told what came after."""

    last_event_id: str = Field(default="", max_length=40)

    @property
    def job_id(self) -> UUID:
        """Whose progress; one that is no UUID is nobody's job."""
        try:
            return UUID(self.channel.removeprefix(JOB))
        except ValueError:
            return UUID(int=0)


class Subscriptions:
    """Of one connection. A channel that is subscribed to again is followed anew, under the newest frame's id."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._tasks = tell, dict[str, asyncio.Task[None]]()

    def begin(self, name: object, followed: Payload) -> None:
        """Send the states of `followed` under the frame's id. Raises Conflict for one channel too many."""
        channel: str = followed["channel"]
        self.end(channel)
        if len(self._tasks) >= MOST:
            raise Conflict(_("This connection is already following as many jobs as it can."))
        task = asyncio.create_task(self._send(name, followed["states"]))
        self._tasks[channel] = task
        task.add_done_callback(lambda ended: self._over(channel, ended))

    async def _send(self, name: object, states: AsyncIterator[Payload]) -> None:
        async for state in states:
            await self._tell("job.progress", name, state)

    def _over(self, channel: str, ended: "asyncio.Task[None]") -> None:
        if self._tasks.get(channel) is ended:
            del self._tasks[channel]

    def end(self, channel: str | None = None) -> None:
        """Follow it no longer; without a channel, none."""
        for each in [channel] if channel else list(self._tasks):
            if task := self._tasks.pop(each, None):
                task.cancel()
