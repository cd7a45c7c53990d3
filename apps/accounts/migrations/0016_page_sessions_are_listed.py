"""Sessions of pages are listed for their owner, who can look through and end them.

The rows go with their session and their user by the database's own hand: a process of the version before deletes both
without knowing of them. Sessions from before are listed once they are used.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tonebridge.ids
import tonebridge.resilience.clock

REFERENCES = {
    "session_id": "django_session (session_key)",
    "user_id": "users (id)",
}


def goes_with(column: str) -> migrations.RunSQL:
    """The row is deleted with what the column names."""
    name = f"page_sessions_go_with_{column.removesuffix('_id')}"
    return migrations.RunSQL(
        f"ALTER TABLE page_sessions ADD CONSTRAINT {name} "
        f"FOREIGN KEY ({column}) REFERENCES {REFERENCES[column]} ON DELETE CASCADE",
        f"ALTER TABLE page_sessions DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_rights_of_many"), ("sessions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PageSession",
            fields=[
                (
                    "id",
                    models.UUIDField(default=tonebridge.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("client", models.CharField(blank=True, max_length=40)),
                ("site", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(default=tonebridge.resilience.clock.now)),
                ("last_used_at", models.DateTimeField(default=tonebridge.resilience.clock.now)),
                (
                    "session",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="sessions.session",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"db_table": "page_sessions"},
        ),
        goes_with("session_id"),
        goes_with("user_id"),
    ]
