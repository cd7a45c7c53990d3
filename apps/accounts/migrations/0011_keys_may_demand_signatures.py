"""An API key can be made to take signed requests only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_standing_is_told")]

    operations = [
        migrations.AddField(
            "apikey",
            "requires_signature",
            models.BooleanField(default=False, verbose_name="requires signatures"),
        ),
    ]
