"""Words that changed and messages that went tell of it: no process goes on answering from what it remembers."""

from django.db import migrations

from tonebridge.changes.operations import tell


class Migration(migrations.Migration):
    dependencies = [("transform", "0003_row_security")]

    operations = [
        tell("glossary_terms", "words"),
        tell("transformations", "messages", on="DELETE"),
    ]
