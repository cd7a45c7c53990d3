"""Probes of the queue: the broker answers, a worker is alive."""

from django.conf import settings
from redis.exceptions import RedisError

from tonebridge.queues.heartbeat import is_beating
from tonebridge.telemetry.dependencies import ping
from tonebridge.telemetry.probes import ProbeFailed


def broker() -> None:
    """The broker answers a ping."""
    ping(settings.CELERY_BROKER_URL)


def worker() -> None:
    """A worker has given a sign of life lately."""
    try:
        alive = is_beating()
    except RedisError as error:
        raise ProbeFailed("not known: the broker doesn't answer") from error
    if not alive:
        raise ProbeFailed("no sign of life")
