"""Probes of the queue: the broker answers, every queue has a worker that is alive."""

from django.conf import settings
from redis.exceptions import RedisError

from tonebridge.queues.heartbeat import silent_queues
from tonebridge.telemetry.dependencies import ping
from tonebridge.telemetry.probes import ProbeFailed


def broker() -> None:
    """The broker answers a ping."""
    ping(settings.CELERY_BROKER_URL)


def worker() -> None:
    """A worker of each queue has given a sign of life lately."""
    try:
        silent = silent_queues()
    except RedisError as error:
        raise ProbeFailed("not known: the broker doesn't answer") from error
    if silent:
        raise ProbeFailed(f"nobody works on: {', '.join(silent)}")
