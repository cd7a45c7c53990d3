"""Accounts registered with an address that somebody has already, and until when an address has to be proven.

Accounts from before have no such day: nobody was told of it.
"""

from django.db import migrations, models

UNPROVEN = models.Q(email_verified_at=None)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_keys_may_demand_signatures")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="typed_email",
            field=models.EmailField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=254,
                verbose_name="address of a provisional account",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="proof_due_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="to be verified until"),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(condition=UNPROVEN, fields=["proof_due_at"], name="users_proof_due"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(typed_email="") | UNPROVEN,
                name="users_provisional_is_unproven",
                violation_error_message="The address of a provisional account belongs to somebody else.",
            ),
        ),
    ]
