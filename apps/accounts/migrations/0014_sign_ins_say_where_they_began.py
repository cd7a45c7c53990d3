"""Sign-ins with tokens say where they began and when they were last used, and end by themselves, however much they are used.

What is known of those from before is when they began; processes of the version before leave the new columns out.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_verified_addresses_are_told")]

    operations = [
        migrations.AddField("tokenfamily", "last_used_at", models.DateTimeField(null=True)),
        migrations.AddField("tokenfamily", "ends_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "tokenfamily", "client", models.CharField(blank=True, db_default="", default="", max_length=40)
        ),
        migrations.AddField(
            "tokenfamily", "site", models.CharField(blank=True, db_default="", default="", max_length=64)
        ),
    ]
