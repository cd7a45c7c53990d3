"""The transform app."""

from django.apps import AppConfig
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from tonebridge.partitions.ensure import ensure_months
from tonebridge.resilience import clock


class TransformConfig(AppConfig):
    """Transforming messages, and what is kept of it."""

    name = "apps.transform"
    label = "transform"
    verbose_name = _("Messages")

    def ready(self) -> None:
        post_migrate.connect(_make_months, sender=self, dispatch_uid="transform.months")


def _make_months(**_kwargs: object) -> None:
    """After a migrate that went forward, the months to come exist."""
    if set(settings.PARTITIONED_TABLES) <= set(connection.introspection.table_names()):
        ensure_months(clock.now())
