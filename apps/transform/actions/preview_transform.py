"""Try without a login."""

from apps.transform import pipeline
from apps.transform.contracts import TransformRequest, TransformResult
from apps.transform.providers.ladder import configured_ladder
from tonebridge.resilience.computing import computing


def preview_transform(*, wanted: TransformRequest) -> TransformResult:
    """Transform and forget: nothing is charged, recorded or kept. The caller spends the address's tries first."""
    with computing():
        return pipeline.run(wanted, ladder=configured_ladder())
