"""The same views behind Django's own ASGI handler: what the front door is compared with."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonebridge.settings.local")
django.setup()

from django.core.asgi import get_asgi_application  # noqa: E402 - needs the set-up above

application = get_asgi_application()
