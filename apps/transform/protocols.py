"""What plugs into the pipeline: writers of a type, rungs of the ladder."""

from collections.abc import Sequence
from typing import Protocol

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, GivenAnswer, Merged, ProviderInfo, Tier, TransformRequest, TransformResult


class RulesWriter(Protocol):
    """Writes one type by rules. Pure and deterministic: same request, same draft."""

    def __call__(self, wanted: TransformRequest, document: Document) -> Draft: ...


class AnswersMerger(Protocol):
    """Puts answers to a result's questions into its text. Pure; each answer is to a question of the result, once."""

    def __call__(self, result: TransformResult, answers: Sequence[GivenAnswer]) -> Merged: ...


class Rung(Protocol):
    """One step of the provider ladder."""

    tier: Tier

    def describe(self, wanted: TransformRequest) -> ProviderInfo:
        """Who would write this."""
        ...

    def write(self, wanted: TransformRequest, document: Document) -> Draft:
        """A draft, or an error of `tonebridge.errors` whose `permanent` says whether to try again."""
        ...
