"""The transform app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransformConfig(AppConfig):
    """Transforming messages, and what is kept of it."""

    name = "apps.transform"
    label = "transform"
    verbose_name = _("Messages")
