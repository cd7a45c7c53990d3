"""What a scrape reads: the metrics of this process, or of all where PROMETHEUS_MULTIPROC_DIR is set."""

import logging
import os
from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample

from tonebridge.telemetry.bounded import run_bounded

logger = logging.getLogger(__name__)
SAMPLING_SECONDS = 1.0
CACHE_REQUESTS = "tonebridge_cache_requests_total"
CACHE_HIT_RATIO = "cache_hit_ratio"


def failed_samplers() -> list[str]:
    """Run `settings.METRICS_SAMPLERS` side by side, for a second at most. Answers which gave no figures."""
    failed = []
    for name, outcome in run_bounded(settings.METRICS_SAMPLERS, seconds=SAMPLING_SECONDS).items():
        if outcome.error is not None:
            logger.warning("sampler.failed", extra={"sampler": name, "error": type(outcome.error).__name__})
            failed.append(name)
    return failed


def forget_process(pid: int) -> None:
    """Leave out the live gauges of a process that has ended. Nothing where there is one process."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        mark_process_dead(pid)  # type: ignore[no-untyped-call]  # prometheus_client leaves this one untyped


class Everything(Collector):
    """All metrics and `cache_hit_ratio`, which can't be summed over processes and so is computed last."""

    def collect(self) -> Iterable[Metric]:
        families = list(_source().collect())
        yield from families
        yield _hit_ratio(families)


def _source() -> Collector:
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client leaves this one untyped
    return registry


def _hit_ratio(families: list[Metric]) -> Metric:
    ratio = GaugeMetricFamily(CACHE_HIT_RATIO, "Hits among the answers of a cache level.", labels=["level"])
    asked, hits = Counter[str](), Counter[str]()
    for sample in _cache_samples(families):
        asked[sample.labels["level"]] += int(sample.value)
        hits[sample.labels["level"]] += int(sample.value) if sample.labels["outcome"] == "hit" else 0
    for level in asked:
        ratio.add_metric([level], hits[level] / max(asked[level], 1))
    return ratio


def _cache_samples(families: list[Metric]) -> Iterable[Sample]:
    return (sample for family in families for sample in family.samples if sample.name == CACHE_REQUESTS)
