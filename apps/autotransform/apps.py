"""The autotransform app."""

from django.apps import AppConfig


class AutotransformConfig(AppConfig):
    """See README.md."""

    name = "apps.autotransform"
    label = "autotransform"
