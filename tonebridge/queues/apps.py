"""The Django app of jobs and dead letters."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QueuesConfig(AppConfig):
    name = "tonebridge.queues"
    label = "queues"
    verbose_name = _("Background work")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tonebridge.queues import celery_app  # noqa: F401  # binds shared tasks of this process to the app
