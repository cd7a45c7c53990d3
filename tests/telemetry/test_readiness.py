"""Readiness: every dependency tried at once, for a second, and the truth told without secrets."""

import socket
from collections.abc import Iterator
from threading import Event

import pytest
from django.conf import LazySettings
from redis import Redis

from tonebridge.queues import heartbeat
from tonebridge.queues.contracts import Priority
from tonebridge.queues.samplers import workers
from tonebridge.resilience import clock
from tonebridge.telemetry.bounded import run_bounded
from tonebridge.telemetry.metrics import WORKER_UP
from tonebridge.telemetry.probes import Dependency, ProbeFailed, Readiness, readiness

HERE = __name__
released = Event()
started: list[str] = []


def well() -> None:
    """Nothing wrong."""


def says_why() -> None:
    raise ProbeFailed("no sign of life")


def quotes_a_password() -> None:
    raise OSError("redis://:hunter2@10.0.0.5 refused")


def hangs() -> None:
    started.append("hangs")
    released.wait(5)


@pytest.fixture
def probes(settings: LazySettings) -> Iterator[None]:
    released.clear()
    started.clear()
    settings.READINESS_PROBES = {name: f"{HERE}.{name}" for name in ("well", "says_why", "quotes_a_password", "hangs")}
    yield
    released.set()


@pytest.fixture
def hung_server() -> Iterator[str]:
    """The URL of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield f"redis://127.0.0.1:{silent.getsockname()[1]}/0"


def of(name: str, report: Readiness) -> Dependency:
    return next(dependency for dependency in report.dependencies if dependency.name == name)


@pytest.mark.django_db
def test_with_everything_up_the_service_is_ready(settings: LazySettings) -> None:
    heartbeat.beat()
    report = readiness()
    assert (report.ready, report.degraded) == (True, ())
    assert set(settings.READINESS_PROBES) == {dependency.name for dependency in report.dependencies}
    assert all(dependency.milliseconds > 0 for dependency in report.dependencies)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["CACHE_URL", "CELERY_BROKER_URL"])
def test_a_dead_redis_degrades_within_two_seconds(settings: LazySettings, name: str) -> None:
    setattr(settings, name, "redis://127.0.0.1:1/0")
    began = clock.tick()
    report = readiness()
    assert clock.elapsed_ms(began) < 2000
    assert report.ready
    assert {"CACHE_URL": "cache", "CELERY_BROKER_URL": "broker"}[name] in report.degraded


@pytest.mark.django_db
def test_a_hung_redis_degrades_within_two_seconds(settings: LazySettings, hung_server: str) -> None:
    settings.CACHE_URL = settings.CELERY_BROKER_URL = hung_server
    began = clock.tick()
    report = readiness()
    assert clock.elapsed_ms(began) < 2000
    assert {"cache", "broker", "worker"} <= set(report.degraded)


@pytest.mark.django_db
def test_without_a_worker_the_service_is_ready_and_says_so(settings: LazySettings) -> None:
    with Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.delete(*map(heartbeat.key_of, Priority))
    report = readiness()
    assert report.ready
    assert of("worker", report).reason == "nobody works on: critical, default, bulk"


@pytest.mark.django_db
def test_readiness_and_metrics_tell_which_worker_is_missing(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.delete(*map(heartbeat.key_of, Priority))
    monkeypatch.setattr(heartbeat, "_served", set[str]())
    heartbeat.serve(["critical", "default"])
    heartbeat.beat()
    assert of("worker", readiness()).reason == "nobody works on: bulk"
    workers()
    up = {queue: WORKER_UP.labels(queue=queue)._value.get() for queue in Priority}
    assert up == {Priority.CRITICAL: 1, Priority.DEFAULT: 1, Priority.BULK: 0}


def test_without_its_database_the_service_is_not_ready(settings: LazySettings) -> None:
    settings.READINESS_PROBES = {"database": f"{HERE}.says_why", "cache": f"{HERE}.well"}
    assert not readiness().ready


def test_reasons_are_short_and_hold_no_secrets(probes: None) -> None:
    report = readiness()
    reasons = {dependency.name: dependency.reason for dependency in report.dependencies}
    assert reasons == {
        "well": "",
        "says_why": "no sign of life",
        "quotes_a_password": "OSError",
        "hangs": "no answer within 1 s",
    }


def test_a_check_that_hangs_keeps_one_thread_however_often_it_is_asked(probes: None) -> None:
    for _ in range(3):
        run_bounded({"hangs": f"{HERE}.hangs"}, seconds=0.05)
    assert started == ["hangs"]


def test_a_probe_that_cannot_be_found_fails_alone(settings: LazySettings) -> None:
    settings.READINESS_PROBES = {"gone": f"{HERE}.gone", "database": f"{HERE}.well"}
    report = readiness()
    assert (report.ready, report.degraded) == (True, ("gone",))
