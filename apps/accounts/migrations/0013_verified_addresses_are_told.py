"""That an address is verified is told as well: web processes remember callers, and who is verified may do more at once.

The versions before and after work beside it: one only hears of more.
"""

from django.db import migrations

TRIGGER = """
DROP TRIGGER users_tell_user ON users;
CREATE TRIGGER users_tell_user AFTER UPDATE OF {columns} OR DELETE ON users
FOR EACH ROW EXECUTE FUNCTION tb_tell_id('user');
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_provisional_accounts")]

    operations = [
        migrations.RunSQL(
            TRIGGER.format(columns="is_active, email_verified_at"), TRIGGER.format(columns="is_active")
        ),
    ]
