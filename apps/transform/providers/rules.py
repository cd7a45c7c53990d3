"""The rules rung: always there, instant, the same answer every time."""

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, ProviderInfo, Tier, TransformRequest
from apps.transform.types import WRITERS

VERSION = "1"
"""Of the rulebooks. Raise it when an answer changes: caches and receipts tell results apart by it."""


class RulesRung:
    """Writes with the type's own rules."""

    tier: Tier = "rules"

    def describe(self, wanted: TransformRequest) -> ProviderInfo:
        """The rulebook of the type."""
        return ProviderInfo(name="rules", model=f"rules-{wanted.transformation_type}", version=VERSION)

    def write(self, wanted: TransformRequest, document: Document) -> Draft:
        """Never fails for want of anything outside this process."""
        return WRITERS[wanted.transformation_type](wanted, document)
