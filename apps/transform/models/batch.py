"""Batches: many messages that were given at once. The job (`queues`) says how far they are; here is what they say."""

from django.db import models
from django.db.models import Q

from apps.transform.contracts import BatchSource
from tonebridge.ids import uuid7
from tonebridge.security.fields import EncryptedTextField


class Batch(models.Model):
    """What a person asked for. Its id is its job's. `name` is the file's, where there was one, and `columns` are the names (JSON)
    of those of its columns that come back.

    `api_key_id` is the key of the program that sent it, None where the person did. No row has to be there: a key whose row is
    gone has ended.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=10)
    name = EncryptedTextField(default="")
    reader_language = models.CharField(max_length=2, default="", blank=True)
    api_key_id = models.UUIDField(null=True)
    columns = EncryptedTextField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "batches"
        verbose_name_plural = "batches"
        constraints = (
            models.CheckConstraint(
                name="batches_source", condition=Q(source__in=[source.value for source in BatchSource])
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class BatchPart(models.Model):
    """Neighbouring items, one sealed text together: what a worker does in one turn. Emptied when they are done.

    `columns`: of each item the Cells that come back with its result (JSON); None where there are none.

    `trying` and `tries`: the item that a run was at, and how often runs have ended there without a word.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="parts")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    first = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    items = EncryptedTextField(default="")
    columns = EncryptedTextField(null=True)
    trying = models.IntegerField(default=-1)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "batch_parts"

    def __str__(self) -> str:
        return f"{self.batch_id} from {self.first}"


class BatchResult(models.Model):
    """What became of one item: a message in history, or what is sealed here (a problem, a result that history doesn't keep).

    `given` is what its row held beside that (JSON): its own Cells, for as long as there is a result, and of a body that could not
    be transformed all of it, for a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="results", db_index=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    index = models.PositiveIntegerField()
    went_well = models.BooleanField()
    transformation_id = models.UUIDField(null=True)
    sealed = EncryptedTextField(default="")
    given = EncryptedTextField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "batch_results"
        constraints = (models.UniqueConstraint(fields=["batch", "index"], name="batch_results_once"),)
        indexes = (
            models.Index(
                fields=["created_at"], name="batch_results_not_in_history", condition=Q(transformation_id=None)
            ),
            models.Index(
                fields=["transformation_id"], name="batch_results_of_a_message", condition=~Q(transformation_id=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch_id} {self.index}"
