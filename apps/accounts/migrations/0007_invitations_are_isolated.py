"""Invitations belong to their organization; their links are found before anybody is known. People may choose where
they work: the organization of a session is the current one, or else the one joined first.
"""

from django.db import migrations

from tonebridge.tenancy.operations import isolate

OF_INVITATION = """
CREATE FUNCTION tb_organization_of_invitation(wanted text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE before text := COALESCE(current_setting('tb.system', true), ''); found uuid;
BEGIN
    PERFORM set_config('tb.system', 'on', true);
    SELECT organization_id INTO found FROM public.invitations WHERE digest = wanted AND wanted <> '';
    PERFORM set_config('tb.system', before, true);
    RETURN found;
END $$
"""

OF_USER = """
CREATE OR REPLACE FUNCTION tb_organization_of_user(wanted text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE before text := COALESCE(current_setting('tb.system', true), ''); found uuid;
BEGIN
    PERFORM set_config('tb.system', 'on', true);
    SELECT place.organization_id INTO found
    FROM public.memberships place JOIN public.users person ON person.id = place.user_id
    WHERE place.user_id = wanted::uuid
    ORDER BY (place.organization_id = person.current_organization_id) DESC NULLS LAST, place.id LIMIT 1;
    PERFORM set_config('tb.system', before, true);
    RETURN found;
END $$
"""

FIRST_OF_USER = """
CREATE OR REPLACE FUNCTION tb_organization_of_user(wanted text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE before text := COALESCE(current_setting('tb.system', true), ''); found uuid;
BEGIN
    PERFORM set_config('tb.system', 'on', true);
    SELECT organization_id INTO found FROM public.memberships WHERE user_id = wanted::uuid ORDER BY id LIMIT 1;
    PERFORM set_config('tb.system', before, true);
    RETURN found;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_email_verification_second_factor_and_invitations")]

    operations = [
        isolate("invitations"),
        migrations.RunSQL(
            [OF_INVITATION, "REVOKE ALL ON FUNCTION tb_organization_of_invitation(text) FROM PUBLIC"],
            "DROP FUNCTION tb_organization_of_invitation(text)",
        ),
        migrations.RunSQL(OF_USER, FIRST_OF_USER),
    ]
