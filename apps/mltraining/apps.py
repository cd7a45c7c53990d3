"""The mltraining app."""

from django.apps import AppConfig


class MltrainingConfig(AppConfig):
    """See README.md."""

    name = "apps.mltraining"
    label = "mltraining"
