"""The Django app of the outbox."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "tonebridge.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"
