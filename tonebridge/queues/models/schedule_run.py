"""`schedule_runs`: how the last run of each scheduled task went."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ScheduleRun(models.Model):
    """One task of `settings.CELERY_BEAT_SCHEDULE`. `ended_at` is empty while it runs, and after a run that was killed.

    `first_seen_at` is when a worker or beat first started that knew it; `started_at` is empty until it runs.
    """

    task = models.CharField(primary_key=True, max_length=200, verbose_name=_("task"))
    first_seen_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, verbose_name=_("started at"))
    ended_at = models.DateTimeField(null=True, verbose_name=_("ended at"))
    succeeded_at = models.DateTimeField(null=True, verbose_name=_("succeeded at"))
    seconds = models.FloatField(default=0, verbose_name=_("seconds"))
    error_class = models.CharField(max_length=200, default="", verbose_name=_("error"))
    runs = models.PositiveBigIntegerField(default=0, verbose_name=_("runs"))
    failures = models.PositiveBigIntegerField(default=0, verbose_name=_("failures"))

    class Meta:
        db_table = "schedule_runs"
        verbose_name = _("scheduled task")
        verbose_name_plural = _("scheduled tasks")

    def __str__(self) -> str:
        return self.task
