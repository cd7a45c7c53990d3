"""The integrations app."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """See README.md."""

    name = "apps.integrations"
    label = "integrations"
