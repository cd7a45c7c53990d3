"""What a writer sends to those who follow a topic: that there is news, and nothing of it.

The channel layer carries it. Writers are synchronous, and `async_to_sync(layer.group_send)` opens an event loop and a connection for
each message (4 ms; channels_redis#266). So they publish the layer's own message together with the entry (`append.lua`: 0.04 ms).
"""

from typing import Any

from channels.layers import get_channel_layer
from django.conf import settings
from django.utils.crypto import salted_hmac

from tonebridge.queues.topics.topic import Topic

NEWS = "topic.news"


def group_of(topic: Topic) -> str:
    """The name of its group. Whoever reads the names in the cache server learns nothing, and nobody without the key can make one up."""
    return salted_hmac("topic", topic.key, algorithm="sha256").hexdigest()


def channel_of(group: str) -> str:
    """Where the layer publishes what is sent to a group."""
    config: Any = settings.CHANNEL_LAYERS["default"]["CONFIG"]
    return f"{config['prefix']}__group__{group}"


def wake_up(topic: Topic) -> tuple[str, bytes]:
    """Where it is published, and the sealed message."""
    layer: Any = get_channel_layer()  # untyped package
    return channel_of(group_of(topic)), layer.serialize({"type": NEWS, "topic": topic.key})
