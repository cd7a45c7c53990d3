"""A channel layer in trouble, while the cache server is well."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from channels.layers import get_channel_layer
from django.conf import settings
from django_redis import get_redis_connection

NOWHERE = "redis://127.0.0.1:1/0"


def deaf_address() -> str:
    """Of a login that may do everything but publish and listen."""
    server: Any = get_redis_connection("default")  # untyped package
    server.execute_command("ACL", "SETUSER", "deaf", "on", "nopass", "~*", "+@all", "resetchannels")
    return str(settings.CACHE_URL).replace("://", "://deaf:any@")


@contextmanager
def layer_at(address: str) -> Iterator[None]:
    """The layer alone is at another address inside the block. Nobody may use it when that begins or ends."""
    layer: Any = get_channel_layer()  # untyped package
    hosts, layer._kwargs["hosts"] = layer._kwargs["hosts"], [{"address": address, "socket_connect_timeout": 0.25}]
    layer._layers.clear()
    try:
        yield
    finally:
        layer._kwargs["hosts"] = hosts
        layer._layers.clear()
