"""Since when each schedule is known, also of one that has never run. Rows of the version before are known since they were written.

On the way back, those that have never run go: that version knows no such row.
"""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("queues", "0006_envelopes")]

    operations = [
        migrations.AddField("schedulerun", "first_seen_at", models.DateTimeField(db_default=Now())),
        migrations.AlterField("schedulerun", "started_at", models.DateTimeField(null=True, verbose_name="started at")),
        migrations.RunSQL(migrations.RunSQL.noop, "DELETE FROM schedule_runs WHERE started_at IS NULL"),
    ]
