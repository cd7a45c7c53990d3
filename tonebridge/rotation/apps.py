"""The room's table and command."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RotationConfig(AppConfig):
    name = "tonebridge.rotation"
    label = "rotation"
    verbose_name = _("Key rotation")
