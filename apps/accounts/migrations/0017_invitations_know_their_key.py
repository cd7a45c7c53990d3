"""With which API key an invitation was sent, so that it ends when the key is revoked.

The version before sends invitations without, and deletes keys without knowing of them: nothing in the database refers.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_page_sessions_are_listed")]

    operations = [
        migrations.AddField(
            "invitation",
            "sent_with",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.apikey",
            ),
        ),
    ]
