"""What decides who may do what tells of its changes: web processes remember callers and forget them at once."""

from django.db import migrations

from tonebridge.changes.operations import tell


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_standing_of_many")]

    operations = [
        tell("users", "user", column="id", on="UPDATE OF is_active OR DELETE"),
        tell("memberships", "user", column="user_id", on="UPDATE OR DELETE"),
        tell("token_families", "user", column="user_id", on="UPDATE OF revoked_at OR DELETE"),
        tell("api_keys", "user", column="user_id", on="UPDATE OF revoked_at, expires_at, scopes OR DELETE"),
        tell("subscriptions", "organization"),
        tell("plans", "plans", column="code", on="UPDATE OR DELETE"),
        tell("organizations", "messages", column="id", on="UPDATE OF retention_days OR DELETE"),
    ]
