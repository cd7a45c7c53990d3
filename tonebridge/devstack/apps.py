"""Django's name for this room."""

from django.apps import AppConfig


class DevstackConfig(AppConfig):
    name = "tonebridge.devstack"
    label = "devstack"
