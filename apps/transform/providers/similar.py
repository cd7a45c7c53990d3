"""The last rung: an earlier result of a message that says the same, of the same person; of colleagues where their organization
wishes so.

The vector finds what is near; words decide (`alike/gist.py`), and the fact lock sees the *new* message beside the reused text.
The encoder (145 MB, about a second to load) is loaded by the first message in a process that has anything to be compared with, and
by no other: that a message has none is found without it.
"""

from django.db import DatabaseError

from apps.accounts.contracts import Principal
from apps.accounts.queries.policies import shares_results
from apps.transform.alike.gist import gist
from apps.transform.alike.likeness import asked_key, likeness
from apps.transform.contracts import Complaint, Draft, ProviderInfo, Reusable, Tier, TransformRequest, Whose
from apps.transform.protocols import Assignment, Steps
from apps.transform.providers.embedder import embed
from apps.transform.providers.failures import NothingSimilar
from apps.transform.queries.reusable import has_reusable, reusable
from tonebridge.resilience.cpu_slot import cpu_slot_released
from tonebridge.telemetry import tracing

NAME, VERSION = "similar", "1"


class SimilarRung:
    """`apps.transform.protocols.Rung`, for one caller: made for each message."""

    tier: Tier = "similar"

    def __init__(self, principal: Principal) -> None:
        self._principal = principal
        self._used: Reusable | None = None

    def load(self) -> None:
        """Nothing: most processes never need it."""

    async def close(self) -> None:
        """Nothing."""

    def describe(self, wanted: TransformRequest) -> ProviderInfo:
        """Who wrote the earlier result."""
        used = self._used.provider if self._used else None
        whose: Whose = "" if self._used is None else "own" if self._used.is_own else "colleague"
        return ProviderInfo(
            NAME, used.model if used else "", VERSION, used.prompt_version if used else None, reused_from=whose
        )

    def write(self, assignment: Assignment) -> Steps[Draft]:
        """Raises NothingSimilar."""
        yield from ()
        with tracing.span("provider", tier=self.tier):
            for found in self._candidates(assignment.wanted):
                draft = assignment.guard.adopt(found.transformed_text)
                if not isinstance(draft, Complaint):
                    self._used = found
                    return draft
        raise NothingSimilar

    def _candidates(self, wanted: TransformRequest) -> list[Reusable]:
        asked = asked_key(self._principal.organization_id, wanted)
        name = likeness(asked, wanted.text, wanted.language)
        with cpu_slot_released():
            near = self._near(name, wanted.text)
        own = gist(wanted.text, wanted.language)
        return [each for each in near if gist(each.original_text, wanted.language) == own]

    def _near(self, name: str, text: str) -> tuple[Reusable, ...]:
        try:
            shared = shares_results(self._principal)
            if not has_reusable(self._principal, name, shared=shared):
                return ()
            return reusable(self._principal, name, embed(text), shared=shared)
        except DatabaseError as error:
            raise NothingSimilar from error
