"""With which API key a batch was sent, so that it ends when the key does.

The version before sends batches without, which go on as long as their person may be here.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transform", "0010_types_are_named_for_staff")]

    operations = [migrations.AddField("batch", "api_key_id", models.UUIDField(null=True))]
