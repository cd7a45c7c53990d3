"""Let go of the answers that are kept for repeats, once their messages are deleted."""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db import transaction

from tonebridge.caching import l2_redis


def forget_answers_after_commit(ids: Collection[UUID]) -> None:
    """Those of the messages with these ids leave the cache server; processes hear of the deletion from the database.

    `ids` are those of the last day (`answered_lately`): earlier answers have gone by themselves.
    """
    if ids:
        transaction.on_commit(partial(l2_redis.forget, ids), robust=True)
