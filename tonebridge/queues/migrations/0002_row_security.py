"""Jobs belong to their organization. One without an organization is the system's."""

from django.db import migrations

from tonebridge.tenancy.operations import isolate


class Migration(migrations.Migration):
    dependencies = [("queues", "0001_jobs_and_dead_letters"), ("tenancy", "0001_row_security")]

    operations = [isolate("jobs")]
