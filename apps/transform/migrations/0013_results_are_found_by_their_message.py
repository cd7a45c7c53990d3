"""So that deleting a message takes along what a job kept of its row. Built while others read and write."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("transform", "0012_results_bring_back_their_rows")]

    operations = [
        AddIndexConcurrently(
            "batchresult",
            models.Index(
                fields=["transformation_id"],
                name="batch_results_of_a_message",
                condition=~models.Q(transformation_id=None),
            ),
        ),
    ]
