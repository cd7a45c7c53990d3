"""Metrics: names that stay, labels with few values, and what /metrics answers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.metrics import MetricWrapperBase

from tonebridge.telemetry import metrics

FROM_THE_ARCHITECTURE = {
    "api_request_duration_seconds",
    "api_request_total",
    "api_error_total",
    "transform_duration_seconds",
    "cache_hit_ratio",
    "queue_depth",
    "active_connections",
}
UNBOUNDED = {"path", "url", "user", "user_id", "organization", "organization_id", "id", "key", "text", "detail"}


def declared() -> list[MetricWrapperBase]:
    return [value for value in vars(metrics).values() if isinstance(value, Counter | Gauge | Histogram)]


def name_of(metric: MetricWrapperBase) -> str:
    (described,) = metric.describe()
    name: str = described.name
    return f"{name}_total" if isinstance(metric, Counter) else name


def exposed() -> str:
    return metrics.exposition()[0].decode()


@pytest.fixture(autouse=True)
def no_samplers(settings: LazySettings) -> Iterator[None]:
    settings.METRICS_SAMPLERS = {}
    yield
    metrics.CACHE_REQUESTS.clear()


def test_every_name_is_there_once_and_is_the_architectures_or_our_own() -> None:
    names = [name_of(metric) for metric in declared()]
    assert len(names) == len(set(names))
    ours = {name for name in names if name.startswith("tonebridge_")}
    assert set(names) - ours == FROM_THE_ARCHITECTURE - {"cache_hit_ratio"}


def test_no_label_can_take_endless_values() -> None:
    labels = {label for metric in declared() for label in metric._labelnames}
    assert not labels & UNBOUNDED


def test_the_architectures_names_are_what_prometheus_reads() -> None:
    metrics.API_REQUESTS.labels(method="GET", route="/health", status="200").inc()
    metrics.API_ERRORS.labels(route="/health", code="NOT_FOUND").inc()
    metrics.CACHE_REQUESTS.labels(level="l1", outcome="hit").inc()
    text, kind = metrics.exposition()
    assert kind.startswith("text/plain")
    assert {name for name in FROM_THE_ARCHITECTURE if f"# TYPE {name} " in text.decode()} == FROM_THE_ARCHITECTURE
    assert "_created" not in text.decode()


def test_the_hit_ratio_is_hits_among_all_answers() -> None:
    for outcome, times in [("hit", 3), ("miss", 1), ("error", 2)]:
        metrics.CACHE_REQUESTS.labels(level="l2", outcome=outcome).inc(times)
    assert 'cache_hit_ratio{level="l2"} 0.5' in exposed()


def sample() -> None:
    metrics.DEAD_LETTERS.set(5)


def stumble() -> None:
    raise OSError


def test_samplers_fill_their_gauges_and_a_failing_one_stops_nobody(settings: LazySettings) -> None:
    settings.METRICS_SAMPLERS = {"broken": f"{__name__}.stumble", "dead letters": f"{__name__}.sample"}
    text = exposed()
    assert "tonebridge_dead_letters 5.0" in text
    assert 'tonebridge_sampler_failures_total{sampler="broken"} 1.0' in text


def test_processes_are_counted_together_where_they_share_a_folder(tmp_path: Path) -> None:
    shared = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    count = "from tonebridge.telemetry.metrics import CACHE_REQUESTS as c; c.labels(level='l1', outcome='hit').inc(2)"
    read = (
        "from django.conf import settings; settings.configure(METRICS_SAMPLERS={}); "
        "from tonebridge.telemetry.metrics import exposition; print(exposition()[0].decode())"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", count], env=shared, check=True)
    text = subprocess.run([sys.executable, "-c", read], env=shared, check=True, capture_output=True, text=True).stdout
    assert 'tonebridge_cache_requests_total{level="l1",outcome="hit"} 4.0' in text
    assert 'cache_hit_ratio{level="l1"} 1.0' in text
