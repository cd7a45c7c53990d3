"""Transform while somebody listens: sentences as they come, then the result. Whoever goes ends the work."""

import asyncio
from collections.abc import AsyncIterator
from typing import Self

from django.db import transaction

from apps.accounts.actions.charge_usage import charge_usage
from apps.accounts.contracts import Principal
from apps.transform.actions.transform_text import transform_and_record
from apps.transform.contracts import TransformRequest, TransformResult
from apps.transform.story.streaming import StreamedSentences
from tonebridge.resilience.threads import later
from tonebridge.tenancy.identity import acting_for


class TransformStream:
    """One message that is being transformed. Close it in any case: what nobody waits for is broken off."""

    def __init__(self, *, principal: Principal, wanted: TransformRequest) -> None:
        """Begins, under the caller's deadline."""
        self._principal, self._wanted, self._sentences = principal, wanted, StreamedSentences()
        work = transform_and_record(
            principal=principal, wanted=wanted, listener=self._sentences, on_giving_up=self._on_giving_up
        )
        self._work = asyncio.get_running_loop().create_task(work)
        self._work.add_done_callback(self._sentences.end)

    @classmethod
    async def begin(cls, *, principal: Principal, wanted: TransformRequest) -> Self:
        """Once a model is asked or the result is there. Raises what comes before that: QuotaExceeded, ValidationFailed."""
        found = cls(principal=principal, wanted=wanted)
        try:
            await found._sentences.begun()
            if found._work.done():
                found._work.result()
        except BaseException:
            found.close()
            raise
        return found

    def parts(self) -> AsyncIterator[str]:
        """Provisional sentences, in their order; together the beginning of one text."""
        return self._sentences.parts()

    async def result(self) -> tuple[TransformResult, bool]:
        """The checked result, and whether the message's text was kept. Raises what transforming raises."""
        return await self._work

    def is_withdrawn(self, result: TransformResult) -> bool:
        """Whether the result says something else than the sentences that were told before it."""
        return not self._sentences.is_beginning_of(result.transformed_text)

    def close(self) -> None:
        """End what goes on. A result that is being recorded by then is, and is charged with that."""
        self._work.cancel()

    def _on_giving_up(self) -> None:
        """Who has heard a part of it, and goes, has used it: it is charged like a whole one."""
        if self._work.cancelling() and self._sentences.sent:
            later(_charge, self._principal, len(self._wanted.text))


def _charge(principal: Principal, characters: int) -> None:
    with acting_for(principal.organization_id), transaction.atomic():
        charge_usage(principal=principal, characters=characters)
