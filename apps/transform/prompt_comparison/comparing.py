"""Versions of a prompt over the same messages: how many answers may be shown, how much of the writers' words they keep, how
politeness moves, and what they cost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from apps.transform.contracts import Prompt, TransformRequest, TransformResult
from apps.transform.providers.ladder import REMOTE, Ladder
from apps.transform.story import pipeline

Choose = Callable[[TransformRequest], Prompt | None]
"""The prompt of a version for a message's type and language. Raises LookupError where the version has none for it."""


@dataclass(frozen=True)
class PromptFigures:
    """What a version reached. `passed`: answers of a model that went through every check and the fact lock. Means are of
    those; `cost_usd` is of all calls."""

    version: str
    messages: int
    passed: int
    kept_percent: float
    politeness_shift: float
    cost_usd: float
    failures: dict[str, int]

    @property
    def pass_rate(self) -> float:
        """Of all messages, 0 to 1."""
        return self.passed / self.messages if self.messages else 0.0


def compare_prompts(
    version: str, messages: list[TransformRequest], *, choose: Choose, ladder: Ladder
) -> Iterator[PromptFigures]:
    """The figures so far, after each message: the last ones are the whole. Messages without such a version don't count."""
    seen: list[TransformResult] = []
    for wanted in messages:
        try:
            prompt = choose(wanted)
        except LookupError:
            yield _figures(version, seen)
            continue
        seen.append(pipeline.run(replace(wanted, prompt=prompt, tier="auto", variants=False), ladder=ladder))
        yield _figures(version, seen)


def _figures(version: str, seen: list[TransformResult]) -> PromptFigures:
    passed = [result for result in seen if result.tier in REMOTE]
    failures: dict[str, int] = {}
    for result in seen:
        if result.tier not in REMOTE and result.degraded_reason:
            failures[result.degraded_reason] = failures.get(result.degraded_reason, 0) + 1
    return PromptFigures(
        version=version,
        messages=len(seen),
        passed=len(passed),
        kept_percent=_mean([float(result.kept_percent) for result in passed]),
        politeness_shift=_mean([r.scores.after.politeness - r.scores.before.politeness for r in passed]),
        cost_usd=sum(result.usage.cost_usd for result in seen),
        failures=failures,
    )


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
