"""What plugs into the pipeline: writers of a type, rungs of the ladder."""

from typing import Protocol

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, ProviderInfo, Tier, TransformRequest


class RulesWriter(Protocol):
    """Writes one type by rules. Pure and deterministic: same request, same draft."""

    def __call__(self, wanted: TransformRequest, document: Document) -> Draft: ...


class Rung(Protocol):
    """One step of the provider ladder."""

    tier: Tier

    def describe(self, wanted: TransformRequest) -> ProviderInfo:
        """Who would write this."""
        ...

    def write(self, wanted: TransformRequest, document: Document) -> Draft:
        """A draft, or an error of `tonebridge.errors` whose `permanent` says whether to try again."""
        ...
