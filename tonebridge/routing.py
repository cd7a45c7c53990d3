"""Every WebSocket door."""

from typing import Any

from channels.routing import URLRouter
from django.urls import path

from apps.transform.consumers import LiveConsumer

live: Any = LiveConsumer.as_asgi()  # `path` is typed for views alone
websockets = URLRouter([path("ws/v1/", live)])
