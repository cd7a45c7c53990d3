"""Messages, measures, vectors and words belong to their organization: row security, partitions included."""

from django.db import migrations

from tonebridge.tenancy.operations import isolate


class Migration(migrations.Migration):
    dependencies = [("transform", "0002_seed_types"), ("tenancy", "0001_row_security")]

    operations = [
        isolate("transformations"),
        isolate("analytics"),
        isolate("embeddings"),
        isolate("daily_summaries"),
        isolate("glossary_terms"),
    ]
