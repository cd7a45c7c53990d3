"""The worker's and beat's entry: `celery -A celery_worker worker -Q critical,default,bulk`, `celery -A celery_worker beat`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonebridge.settings.local")
django.setup()

from tonebridge.queues.celery_app import app  # noqa: E402  # the settings must stand first

__all__ = ["app"]
