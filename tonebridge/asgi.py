"""The whole process in one expression."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonebridge.settings.local")
os.environ.setdefault("TONEBRIDGE_DB_POOL", "true")
django.setup()

from channels.routing import ProtocolTypeRouter  # noqa: E402 - models need the set-up above

from tonebridge.gateway import stack  # noqa: E402
from tonebridge.gateway.lifespan import Lifespan  # noqa: E402
from tonebridge.routing import websockets  # noqa: E402

application = ProtocolTypeRouter({"http": stack.build(), "websocket": websockets, "lifespan": Lifespan()})
