"""The Celery app of every process: the worker runs its tasks, the others send through it (`sender.py`)."""

from celery import Celery

app = Celery("tonebridge")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()
app.autodiscover_tasks()

from tonebridge.queues import signals  # noqa: E402, F401  # what the worker reports is received from here on
