"""The worker's and beat's entry: `celery -A celery_worker worker -Q critical,default,bulk`, `celery -A celery_worker beat`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonebridge.settings.local")
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # they load every page and door; `manage.py up` and the tests run them
# Behind a fork two processes would share a pool's connection, and lose what they write.
os.environ["TONEBRIDGE_DB_POOL"] = "false"
django.setup()

from tonebridge.queues.celery_app import app  # noqa: E402  # the settings must stand first

__all__ = ["app"]
