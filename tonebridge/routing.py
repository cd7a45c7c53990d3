"""Every WebSocket door."""

from typing import Any

from channels.routing import URLRouter
from django.urls import path

from apps.transform.consumers import LiveConsumer
from tonebridge.gateway.websocket_clients import ClientAddress

live: Any = LiveConsumer.as_asgi()  # `path` is typed for views alone
router: Any = URLRouter([path("ws/v1/", live)])  # ASGI is typed twice, differently
websockets: Any = ClientAddress(router)
