"""Columns that came later get defaults of the database's: processes of the version before don't name them."""

from django.db import migrations, models

import tonebridge.queues.models.job


class Migration(migrations.Migration):
    dependencies = [("queues", "0004_schedule_runs")]

    operations = [
        migrations.AlterField("job", "parts", models.PositiveIntegerField(default=0, db_default=0)),
        migrations.AlterField(
            "job",
            "attempts_most",
            models.PositiveIntegerField(default=tonebridge.queues.models.job.most_attempts, db_default=4),
        ),
    ]
