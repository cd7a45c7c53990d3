"""`events`: what happened, written with the change itself. Numbers and words of ours: never a text, never a person."""

from django.db import models
from django.db.models import Q

from tonebridge.events.contracts import Happening


class Event(models.Model):
    """One happening. Kept once it is relayed: projections are built anew from these rows."""

    pk = models.CompositePrimaryKey("id", "created_at")
    id = models.UUIDField()
    created_at = models.DateTimeField()
    organization_id = models.UUIDField()
    name = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    delivered_to = models.JSONField(default=list)
    tries = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    relayed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "events"
        indexes = (models.Index(fields=["due_at"], name="events_waiting", condition=Q(relayed_at=None)),)

    def __str__(self) -> str:
        return f"{self.name} {self.id}"

    def view(self) -> Happening:
        """The event as its subscribers see it."""
        return Happening(self.id, self.name, self.organization_id, self.created_at, self.payload)
