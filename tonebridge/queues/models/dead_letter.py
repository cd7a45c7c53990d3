"""`dead_letters`: work that was given up, kept until someone has looked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tonebridge.ids import uuid7
from tonebridge.queues.contracts import DeadLetterView
from tonebridge.security.fields import EncryptedTextField


class DeadLetter(models.Model):
    """One task that ended badly. `task_id` is unique: the same end is recorded once.

    `args` and `kwargs` hold what may be shown of them; the `envelope` holds them whole, and the job (`envelope.py`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.UUIDField(null=True)
    task_id = models.CharField(max_length=64, unique=True)
    task = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    envelope = EncryptedTextField(null=True)
    error_class = models.CharField(max_length=200)
    error = models.CharField(max_length=500, default="")
    attempts = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    replayed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dead_letters"
        verbose_name = _("dead letter")
        verbose_name_plural = _("dead letters")
        indexes = [
            models.Index(fields=["-created_at"], name="dead_letters_waiting", condition=Q(replayed_at=None)),
            models.Index(fields=["organization_id"], name="dead_letters_of_organization"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.task_id}"

    def view(self) -> DeadLetterView:
        """The letter as a contract."""
        return DeadLetterView(
            id=self.id,
            organization_id=self.organization_id,
            task_id=self.task_id,
            task=self.task,
            args=self.args,
            kwargs=self.kwargs,
            error_class=self.error_class,
            error=self.error,
            attempts=self.attempts,
            created_at=self.created_at,
            replayed_at=self.replayed_at,
        )
