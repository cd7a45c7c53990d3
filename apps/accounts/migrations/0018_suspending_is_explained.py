"""The administration says what becomes of sign-ins and keys. Nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0017_invitations_know_their_key")]

    operations = [
        migrations.AlterField(
            "user",
            "is_active",
            models.BooleanField(
                default=True,
                help_text="Switch off to suspend. Sign-ins end for good; API keys are refused until you switch this on again.",
                verbose_name="active",
            ),
        ),
    ]
