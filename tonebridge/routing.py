"""Every WebSocket door."""

from channels.routing import URLRouter
from django.urls import path

from apps.transform.consumers import LiveConsumer

websockets = URLRouter([path("ws/v1/", LiveConsumer.as_asgi())])
