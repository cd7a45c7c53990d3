"""Metrics as staff reads them: a handful of figures now, from what a scrape would read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from prometheus_client.metrics_core import Metric
from prometheus_client.samples import Sample

from tonebridge.telemetry.collecting import Everything, failed_samplers
from tonebridge.telemetry.probes import readiness

BREAKER_STATES = {0: "closed", 1: "half open", 2: "open"}
Counts = tuple[tuple[str, float], ...]
"""Names with their figures, largest first."""


@dataclass(frozen=True)
class Figures:
    """How the product is doing. Counts are since the processes started; `slow_ms` holds the 95th percentile by kind of call."""

    requests: Counts
    errors: Counts
    slow_ms: Counts
    tiers: Counts
    facts: Counts
    cache_hits: Counts
    queues: Counts
    jobs: Counts
    dead_letters: int
    workers: tuple[tuple[str, bool], ...]
    """Queues, and whether anybody works on them."""
    breakers: tuple[tuple[str, str], ...]
    dependencies: tuple[tuple[str, bool], ...]
    unknown: tuple[str, ...]
    """Samplers that gave no figures in time."""

    @property
    def is_well(self) -> bool:
        """Whether everything is there and answers, and no task was given up."""
        up = all(is_up for _name, is_up in (*self.workers, *self.dependencies))
        return up and all(state == BREAKER_STATES[0] for _name, state in self.breakers) and not self.dead_letters


def figures_now() -> Figures:
    """Blocks up to a second for the samplers, and another to ask each dependency."""
    unknown = tuple(failed_samplers())
    samples = [sample for family in Everything().collect() for sample in _plain(family)]
    return Figures(
        requests=_summed(samples, "api_request_total", "status"),
        errors=_summed(samples, "api_error_total", "code"),
        slow_ms=_slow(samples, "transform_duration_seconds", "tier"),
        tiers=_summed(samples, "tonebridge_transforms_total", "tier"),
        facts=_summed(samples, "tonebridge_transforms_total", "outcome"),
        cache_hits=tuple((name, round(100 * share)) for name, share in _summed(samples, "cache_hit_ratio", "level")),
        queues=_summed(samples, "queue_depth", "queue"),
        jobs=_summed(samples, "tonebridge_jobs", "status"),
        dead_letters=round(sum(each.value for each in samples if each.name == "tonebridge_dead_letters")),
        workers=_states(samples, "tonebridge_worker_up", "queue"),
        breakers=_breakers(samples),
        dependencies=tuple((each.name, each.status == "ok") for each in readiness().dependencies),
        unknown=unknown,
    )


def _plain(family: Metric) -> Iterable[Sample]:
    return [sample for sample in family.samples if sample.value == sample.value]  # without those that aren't numbers


def _summed(samples: Iterable[Sample], name: str, label: str) -> Counts:
    sums = Counter[str]()
    for sample in samples:
        if sample.name == name:
            sums[sample.labels.get(label, "")] += sample.value  # type: ignore[assignment]  # a counter of floats
    return tuple(sums.most_common())


def _states(samples: Iterable[Sample], name: str, label: str) -> tuple[tuple[str, bool], ...]:
    return tuple((each.labels[label], each.value == 1) for each in samples if each.name == name)


def _breakers(samples: Iterable[Sample]) -> tuple[tuple[str, str], ...]:
    found = [each for each in samples if each.name == "tonebridge_circuit_breaker_state"]
    return tuple((each.labels["breaker"], BREAKER_STATES.get(round(each.value), "")) for each in found)


def _slow(samples: Iterable[Sample], name: str, label: str) -> Counts:
    """Milliseconds that 95 of 100 stay under, as well as the buckets tell."""
    buckets: dict[str, Counter[float]] = {}
    for sample in samples:
        if sample.name == f"{name}_bucket":
            of_kind = buckets.setdefault(sample.labels[label], Counter())
            of_kind[float(sample.labels["le"])] += round(sample.value)
    return tuple((kind, _percentile(counts)) for kind, counts in buckets.items() if any(counts.values()))


def _percentile(counts: Counter[float]) -> float:
    wanted = 0.95 * max(counts.values())
    under = min(bound for bound, count in counts.items() if count >= wanted)
    return round(under * 1000, 1)
