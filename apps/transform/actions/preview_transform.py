"""Try without a login."""

from apps.transform.contracts import TransformRequest, TransformResult
from apps.transform.providers.ladder import configured_ladder
from apps.transform.story import pipeline
from tonebridge.resilience.cpu_slot import cpu_slot


def preview_transform(*, wanted: TransformRequest) -> TransformResult:
    """Transform and forget: nothing is charged, recorded or kept. The caller spends the address's tries first."""
    with cpu_slot():
        return pipeline.run(wanted, ladder=configured_ladder())
