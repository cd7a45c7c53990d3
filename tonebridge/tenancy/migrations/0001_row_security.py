"""Functions of row security: isolate a table, find the organization of a caller, make a month."""

from django.db import migrations

ISOLATE = """
CREATE FUNCTION tb_isolate(tenants regclass, owner_column name) RETURNS void LANGUAGE plpgsql AS $$
DECLARE part regclass;
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenants);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenants);
    EXECUTE format('DROP POLICY IF EXISTS tenant ON %s', tenants);
    EXECUTE format('DROP POLICY IF EXISTS system ON %s', tenants);
    EXECUTE format($policy$
        CREATE POLICY tenant ON %s
        USING (%I = NULLIF(current_setting('tb.org', true), '')::uuid)
        WITH CHECK (%I = NULLIF(current_setting('tb.org', true), '')::uuid)
    $policy$, tenants, owner_column, owner_column);
    EXECUTE format($policy$
        CREATE POLICY system ON %s TO CURRENT_USER
        USING (current_setting('tb.system', true) = 'on')
        WITH CHECK (current_setting('tb.system', true) = 'on')
    $policy$, tenants);
    FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = tenants LOOP
        PERFORM public.tb_isolate(part, owner_column);
    END LOOP;
END $$
"""

EXPOSE = """
CREATE FUNCTION tb_expose(tenants regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE part regclass;
BEGIN
    EXECUTE format('DROP POLICY IF EXISTS tenant ON %s', tenants);
    EXECUTE format('DROP POLICY IF EXISTS system ON %s', tenants);
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', tenants);
    EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', tenants);
    FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = tenants LOOP
        PERFORM public.tb_expose(part);
    END LOOP;
END $$
"""

# Row security is forced for the owner as well, so the functions say for a moment that they are the system. They put
# the setting back themselves: what a function sets locally lasts until the transaction ends.
OF_KEY = """
CREATE FUNCTION tb_organization_of_key(wanted text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE before text := COALESCE(current_setting('tb.system', true), ''); found uuid;
BEGIN
    PERFORM set_config('tb.system', 'on', true);
    SELECT organization_id INTO found FROM public.api_keys WHERE prefix = wanted;
    PERFORM set_config('tb.system', before, true);
    RETURN found;
END $$
"""

OF_USER = """
CREATE FUNCTION tb_organization_of_user(wanted text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE before text := COALESCE(current_setting('tb.system', true), ''); found uuid;
BEGIN
    PERFORM set_config('tb.system', 'on', true);
    SELECT organization_id INTO found FROM public.memberships WHERE user_id = wanted::uuid ORDER BY id LIMIT 1;
    PERFORM set_config('tb.system', before, true);
    RETURN found;
END $$
"""

ALL_OF_USER = """
CREATE FUNCTION tb_organizations_of_user(wanted uuid) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE before text := COALESCE(current_setting('tb.system', true), ''); found uuid[];
BEGIN
    PERFORM set_config('tb.system', 'on', true);
    SELECT array_agg(organization_id ORDER BY id) INTO found FROM public.memberships WHERE user_id = wanted;
    PERFORM set_config('tb.system', before, true);
    RETURN COALESCE(found, '{}');
END $$
"""

# The web role heals a missing month inside its own transaction, so this runs as the owner. It makes months of tables
# that are partitioned already, and can do nothing else. A table made beside its parent and attached takes no lock that
# readers and writers of other months feel.
MAKE_MONTH = """
CREATE FUNCTION tb_make_month(parent text, part text, starts timestamptz, ends timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE mother regclass := to_regclass(format('public.%I', parent));
BEGIN
    IF mother IS NULL OR part <> parent || to_char(starts AT TIME ZONE 'UTC', '"_y"YYYY"m"MM')
       OR starts <> date_trunc('month', starts, 'UTC') OR ends <> (starts AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC' THEN
        RAISE EXCEPTION 'not a month of a partitioned table: %', part;
    END IF;
    IF to_regclass(format('public.%I', part)) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE public.%I (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', part, mother);
    IF (SELECT relrowsecurity FROM pg_class WHERE oid = mother) THEN
        PERFORM public.tb_isolate(format('public.%I', part)::regclass, 'organization_id');
    END IF;
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', mother, part, starts, ends);
    RETURN true;
END $$
"""

FUNCTIONS = (
    (ISOLATE, "tb_isolate(regclass, name)"),
    (EXPOSE, "tb_expose(regclass)"),
    (OF_KEY, "tb_organization_of_key(text)"),
    (OF_USER, "tb_organization_of_user(text)"),
    (ALL_OF_USER, "tb_organizations_of_user(uuid)"),
    (MAKE_MONTH, "tb_make_month(text, text, timestamptz, timestamptz)"),
)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL([make, f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC"], f"DROP FUNCTION {name}")
        for make, name in FUNCTIONS
    ]
