"""Which of many open connections' credentials still stand, asked in one query of every tenant; it answers places in
the list alone.
"""

from django.db import migrations

STANDING = """
CREATE FUNCTION tb_standing(kinds text[], ids uuid[], people uuid[], organizations uuid[], moment timestamptz)
RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE before text := COALESCE(current_setting('tb.system', true), '');
BEGIN
    PERFORM set_config('tb.system', 'on', true);
    RETURN QUERY
        SELECT asked.place
        FROM unnest(kinds, ids, people, organizations) WITH ORDINALITY AS asked(kind, id, person, organization, place)
        JOIN public.users ON users.id = asked.person AND users.is_active
        JOIN public.memberships
          ON memberships.user_id = asked.person AND memberships.organization_id = asked.organization
        LEFT JOIN public.token_families AS families
          ON asked.kind = 'jwt' AND families.id = asked.id AND families.revoked_at IS NULL
        LEFT JOIN public.api_keys AS keys
          ON asked.kind = 'key' AND keys.id = asked.id AND keys.revoked_at IS NULL
         AND (keys.expires_at IS NULL OR keys.expires_at > moment)
        WHERE asked.kind = 'session' OR families.id IS NOT NULL OR keys.id IS NOT NULL;
    PERFORM set_config('tb.system', before, true);
END $$
"""
NAME = "tb_standing(text[], uuid[], uuid[], uuid[], timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_legal_hold")]

    operations = [
        migrations.RunSQL([STANDING, f"REVOKE ALL ON FUNCTION {NAME} FROM PUBLIC"], f"DROP FUNCTION {NAME}"),
    ]
