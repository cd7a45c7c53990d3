"""Which of many open connections' credentials still stand, and what each may still do: also those that say nothing end once
they have lost a right. `tb_standing` stays for processes of the version before.
"""

from django.db import migrations

RIGHTS = """
CREATE FUNCTION tb_standing_rights(kinds text[], ids uuid[], people uuid[], organizations uuid[], moment timestamptz)
RETURNS TABLE (place bigint, role text, scopes text[], must_sign boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE before text := COALESCE(current_setting('tb.system', true), '');
BEGIN
    PERFORM set_config('tb.system', 'on', true);
    RETURN QUERY
        SELECT asked.place, memberships.role::text, keys.scopes::text[], COALESCE(keys.requires_signature, false)
        FROM unnest(kinds, ids, people, organizations) WITH ORDINALITY AS asked(kind, id, person, organization, place)
        JOIN public.users ON users.id = asked.person AND users.is_active
        JOIN public.memberships
          ON memberships.user_id = asked.person AND memberships.organization_id = asked.organization
        LEFT JOIN public.token_families AS families
          ON asked.kind = 'jwt' AND families.id = asked.id AND families.revoked_at IS NULL AND families.expires_at > moment
         AND families.user_id = asked.person AND families.organization_id = asked.organization
        LEFT JOIN public.api_keys AS keys
          ON asked.kind = 'key' AND keys.id = asked.id AND keys.revoked_at IS NULL
         AND keys.user_id = asked.person AND keys.organization_id = asked.organization
         AND (keys.expires_at IS NULL OR keys.expires_at > moment)
        WHERE asked.kind = 'session' OR families.id IS NOT NULL OR keys.id IS NOT NULL;
    PERFORM set_config('tb.system', before, true);
END $$
"""
NAME = "tb_standing_rights(text[], uuid[], uuid[], uuid[], timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_sign_ins_say_where_they_began")]

    operations = [
        migrations.RunSQL([RIGHTS, f"REVOKE ALL ON FUNCTION {NAME} FROM PUBLIC"], f"DROP FUNCTION {NAME}"),
    ]
