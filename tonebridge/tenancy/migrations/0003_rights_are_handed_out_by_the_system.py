"""Who makes a user with rights must be a role that may change those rights: requests are served by one that may not."""

from django.db import migrations

# An INSERT names every column, so the right to it can't be by columns, as that to an UPDATE is (`rights.py`).
HAND_OUT = """
CREATE FUNCTION tb_hand_out_rights() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT (has_column_privilege(TG_RELID, 'is_staff', 'UPDATE') AND has_column_privilege(TG_RELID, 'is_superuser', 'UPDATE')) THEN
        RAISE EXCEPTION 'rights are handed out by the system' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""
TRIGGER = """
CREATE TRIGGER users_hand_out_rights BEFORE INSERT ON users FOR EACH ROW
WHEN (NEW.is_staff OR NEW.is_superuser) EXECUTE FUNCTION tb_hand_out_rights()
"""


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0002_months_go"), ("accounts", "0001_users_organizations_and_credentials")]
    operations = [
        migrations.RunSQL(
            [HAND_OUT, TRIGGER],
            ["DROP TRIGGER users_hand_out_rights ON users", "DROP FUNCTION tb_hand_out_rights()"],
        )
    ]
