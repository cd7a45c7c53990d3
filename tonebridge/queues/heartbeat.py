"""The worker's sign of life: a key in the broker that its main loop renews every two seconds.

It says that the loop turns and reaches the broker, which "the process is up" doesn't.
"""

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

KEY = "{tb}:worker-heartbeat"
LIVES_S = 15


def beat() -> None:
    """Renew the sign. A broker that is away is no news here: the worker notices by itself."""
    try:
        with _broker() as broker:
            broker.set(KEY, 1, ex=LIVES_S)
    except RedisError:
        return


def is_beating() -> bool:
    """Whether a worker gave a sign within the last `LIVES_S` seconds. Raises RedisError when the broker is away."""
    with _broker() as broker:
        return bool(broker.exists(KEY))


def _broker() -> Redis:
    return Redis.from_url(settings.CELERY_BROKER_URL, **settings.REDIS_CLIENT | {"retry": Retry(NoBackoff(), 0)})
