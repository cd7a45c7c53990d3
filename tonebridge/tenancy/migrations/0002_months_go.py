"""Dropping a month, for a role that owns nothing."""

from django.db import migrations

# Runs as the owner, and can do nothing else; the months of the audit stay, whoever asks. Leaving the table takes a lock
# that readers feel: it is waited for a moment only, and the night's task tries again.
DROP_MONTH = """
CREATE FUNCTION tb_drop_month(parent text, part text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE mother regclass := to_regclass(format('public.%I', parent)); month regclass := to_regclass(format('public.%I', part));
BEGIN
    IF parent = 'audit' OR NOT EXISTS (SELECT FROM pg_class WHERE oid = mother AND relkind = 'p') OR part !~ ('^' || parent || '_y[0-9]{4}m[0-9]{2}$') THEN
        RAISE EXCEPTION 'not a month that may go: %', part;
    END IF;
    IF month IS NULL OR NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = month AND inhparent = mother) THEN
        RETURN false;
    END IF;
    EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', mother, month);
    EXECUTE format('DROP TABLE %s', month);
    RETURN true;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_row_security")]
    operations = [
        migrations.RunSQL(
            [DROP_MONTH, "REVOKE ALL ON FUNCTION tb_drop_month(text, text) FROM PUBLIC"],
            "DROP FUNCTION tb_drop_month(text, text)",
        )
    ]
