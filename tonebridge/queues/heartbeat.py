"""The workers' signs of life: a key a queue in the broker, which the main loop of a worker of that queue renews every two seconds.

It says that the loop turns and reaches the broker, which "the process is up" doesn't; and of which queue nobody takes care.
"""

from collections.abc import Collection

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from tonebridge.queues.contracts import Priority

LIVES_S = 15
_served: set[str] = set(Priority)


def serve(queues: Collection[str]) -> None:
    """This worker takes from these queues alone."""
    _served.clear()
    _served.update(queues)


def beat() -> None:
    """Renew the signs. A broker that is away is no news here: the worker notices by itself."""
    try:
        with _broker() as broker, broker.pipeline(transaction=False) as pipe:
            for queue in _served:
                pipe.set(key_of(queue), 1, ex=LIVES_S)
            pipe.execute()
    except RedisError:
        return


def silent_queues() -> tuple[Priority, ...]:
    """Queues of which no worker gave a sign within the last `LIVES_S` seconds. Raises RedisError when the broker is away."""
    with _broker() as broker:
        signs = broker.mget([key_of(queue) for queue in Priority])
        return tuple(queue for queue, sign in zip(Priority, signs, strict=True) if sign is None)


def key_of(queue: str) -> str:
    """Where the sign of a queue's workers stands."""
    return f"{{tb}}:worker-heartbeat:{queue}"


def _broker() -> Redis:
    return Redis.from_url(settings.CELERY_BROKER_URL, **settings.REDIS_CLIENT | {"retry": Retry(NoBackoff(), 0)})
