"""How far a rotation is, so that one that was killed goes on where it was."""

from django.db import models


class RotationProgress(models.Model):
    """One table under one key. `position` is the id of the last row that was looked at; empty: none yet."""

    id = models.BigAutoField(primary_key=True)
    table = models.CharField(max_length=63)
    key_id = models.CharField(max_length=255)
    position = models.CharField(max_length=64, default="")
    sealed = models.PositiveBigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "rotation_progress"
        constraints = (models.UniqueConstraint(fields=["table", "key_id"], name="rotation_progress_once"),)

    def __str__(self) -> str:
        return f"{self.table} {self.position}"
