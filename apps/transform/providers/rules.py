"""The rules rung: always there, instant, the same answer every time."""

import logging

from apps.transform.contracts import Draft, ProviderInfo, Tier, TransformRequest
from apps.transform.protocols import Assignment, Steps
from apps.transform.providers.failures import RulesFailed
from apps.transform.rulebook_version import rulebook_version
from apps.transform.types import WRITERS
from tonebridge.errors import ToneBridgeError
from tonebridge.telemetry import tracing

log = logging.getLogger(__name__)


class RulesRung:
    """Writes with the type's own rules."""

    tier: Tier = "rules"

    def load(self) -> None:
        """Nothing: a first message through every type loads the rules (`warm_up`)."""

    async def close(self) -> None:
        """Nothing."""

    def describe(self, wanted: TransformRequest) -> ProviderInfo:
        """The rulebook of the type."""
        return ProviderInfo(name="rules", model=f"rules-{wanted.transformation_type}", version=rulebook_version())

    def write(self, assignment: Assignment) -> Steps[Draft]:
        """Never fails for want of anything outside this process; raises RulesFailed for a mistake of its own."""
        yield from ()
        with tracing.span("provider", tier=self.tier):
            try:
                return WRITERS[assignment.wanted.transformation_type](assignment.wanted, assignment.document)
            except ToneBridgeError:
                raise
            except Exception as error:
                log.exception("rules failed", extra={"kind": assignment.wanted.transformation_type.value})
                raise RulesFailed from error
