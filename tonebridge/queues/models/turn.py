"""`queue_turns`: when each organization was served last, so that the next turn is another's."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Turn(models.Model):
    """One organization and one queue. No row of a tenant's: only workers read and write it, as the system."""

    holder = models.UUIDField()
    queue = models.CharField(max_length=16)
    served_at = models.DateTimeField()

    class Meta:
        db_table = "queue_turns"
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        constraints = [models.UniqueConstraint(fields=["holder", "queue"], name="queue_turns_once")]

    def __str__(self) -> str:
        return f"{self.queue} {self.holder}"
