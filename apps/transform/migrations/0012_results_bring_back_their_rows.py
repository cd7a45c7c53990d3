"""A file's own columns, and texts that could not be transformed, come back with the results.

The version before writes rows without, which come back as they did.
"""

from django.db import migrations

from tonebridge.security.fields import EncryptedTextField


class Migration(migrations.Migration):
    dependencies = [("transform", "0011_batches_know_their_key")]

    operations = [
        migrations.AddField("batch", "columns", EncryptedTextField(null=True)),
        migrations.AddField("batchpart", "columns", EncryptedTextField(null=True)),
        migrations.AddField("batchresult", "given", EncryptedTextField(null=True)),
    ]
