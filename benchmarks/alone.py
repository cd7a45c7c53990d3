"""What one core does without HTTP."""

import time
from collections.abc import Callable

from drills.world import Tenant

OTHER_TEXT = "明日までに資料{n}を直せ。APIの仕様は未定です。"


def in_process(tenant: Tenant) -> tuple[float, float]:
    """Transforms a second of this one process without HTTP: recorded, and the pipeline alone."""
    from apps.accounts.queries.credentials import principal_of_api_key
    from apps.transform.actions.transform_text import transform_text
    from apps.transform.contracts import Intensity, TransformationType, TransformRequest
    from apps.transform.providers.ladder import configured_ladder
    from apps.transform.story import pipeline
    from apps.transform.story.warm_up import load_rulebooks
    from tonebridge.tenancy.identity import acting_for

    def wanted(number: int) -> TransformRequest:
        text = OTHER_TEXT.replace("{n}", f"{number}n")
        return TransformRequest(text, TransformationType.SOFTEN, Intensity.MEDIUM)

    load_rulebooks()
    principal, ladder = principal_of_api_key(tenant.key), configured_ladder()
    with acting_for(tenant.organization_id):
        recorded = _rate(lambda number: transform_text(principal=principal, wanted=wanted(number)))
    return recorded, _rate(lambda number: pipeline.run(wanted(number), ladder=ladder))


def _rate(work: Callable[[int], object]) -> float:
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < 3:
        work(count)
        count += 1
    return count / (time.perf_counter() - began)
