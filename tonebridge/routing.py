"""Every WebSocket door."""

from typing import Any

from channels.routing import URLRouter
from django.urls import path, re_path

from apps.transform.consumers import LiveConsumer
from tonebridge.gateway.unknown_websocket import unknown_websocket
from tonebridge.gateway.websocket_clients import WebSocketClient

live: Any = LiveConsumer.as_asgi()  # `path` is typed for views alone
elsewhere: Any = unknown_websocket
router: Any = URLRouter([path("ws/v1/", live), re_path("", elsewhere)])  # ASGI is typed twice, differently
websockets: Any = WebSocketClient(router)
