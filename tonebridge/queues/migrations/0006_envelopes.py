"""A dead letter keeps what was asked, sealed, and belongs to the organization of its job. A process of the version before names
neither: the database fills in whose it is.
"""

from django.db import migrations, models

import tonebridge.security.fields
from tonebridge.tenancy.operations import isolate

OWN = "ALTER TABLE dead_letters ALTER organization_id SET DEFAULT NULLIF(current_setting('tb.org', true), '')::uuid"
NOBODYS = "ALTER TABLE dead_letters ALTER organization_id DROP DEFAULT"


class Migration(migrations.Migration):
    dependencies = [("queues", "0005_jobs_of_the_version_before"), ("tenancy", "0001_row_security")]

    operations = [
        migrations.AddField("deadletter", "organization_id", models.UUIDField(null=True)),
        migrations.AddField("deadletter", "envelope", tonebridge.security.fields.EncryptedTextField(null=True)),
        migrations.AddIndex("deadletter", models.Index(fields=["organization_id"], name="dead_letters_of_organization")),
        migrations.RunSQL(OWN, NOBODYS),
        isolate("dead_letters"),
    ]
