"""What the web role and the system role may do. Neither owns anything: they can't change a table, nor switch row security
off. A table that isn't named here is nobody's but the owner's; months are reached through their table alone.
"""

from collections.abc import Mapping

from django.conf import settings
from django.db import connection
from psycopg import sql

READ, ADD = "SELECT", "SELECT, INSERT"
CHANGE, ALL = "SELECT, INSERT, UPDATE", "SELECT, INSERT, UPDATE, DELETE"

WEB: Mapping[str, str] = {
    "analytics": ALL,  # goes with its message
    "api_keys": CHANGE,
    "batch_parts": ALL,  # what is left to do goes when it is done
    "batch_results": ALL,
    "batches": CHANGE,
    "audit": ADD,
    "audit_heads": READ,
    "backup_codes": ALL,
    "daily_summaries": CHANGE,
    "dead_letters": ADD,  # of a job that has failed for good
    "django_session": ALL,
    "events": ADD,  # told with the change; the relay is the system's
    "embeddings": ALL,  # goes with its message
    "found_terms": ALL,  # counted anew in the organization's own name
    "glossary_terms": ALL,
    "idempotency_keys": ALL,
    "invitations": ALL,
    "jobs": CHANGE,
    "memberships": ALL,
    "one_time_tokens": ALL,
    "organization_models": ALL,
    "organization_prompts": READ,  # staff choose them
    "organizations": CHANGE,
    "page_sessions": ALL,  # go with their sessions
    "plans": READ,
    "prompt_moves": READ,
    "prompt_versions": READ,
    "second_factors": ALL,
    "subscriptions": ADD,
    "token_families": CHANGE,
    "transformation_types": READ,
    "transformations": ALL,
    "usage_counters": CHANGE,
    "users": CHANGE,
    "users_groups": READ,
    "users_user_permissions": READ,
    "auth_group": READ,
    "auth_group_permissions": READ,
    "auth_permission": READ,
    "django_content_type": READ,
    "django_migrations": READ,  # whether all have run
}
"""Requests, and jobs of an organization."""

NOT_CHANGED: Mapping[str, tuple[str, ...]] = {
    "api_keys": ("digest", "organization_id", "prefix", "scopes", "user_id"),  # what a key opens, and to whom
    "organizations": ("legal_hold",),  # staff decide, never a tenant
    "token_families": ("organization_id", "user_id"),
    "users": ("is_staff", "is_superuser"),  # nor are they set when one is made: migration 0003
}
"""Columns that raise rights: the web role may not change them. Those that a later migration adds, it may."""

SYSTEM: Mapping[str, str] = {
    **dict.fromkeys(WEB, ALL),
    "audit": f"{ADD}, UPDATE (address, address_salt)",  # an address may be forgotten, nothing else
    "audit_heads": READ,
    "dead_letters": ALL,
    "django_admin_log": ALL,
    "django_content_type": READ,
    "django_migrations": READ,
    "queue_turns": ALL,
    "rotation_progress": ALL,
    "schedule_runs": ALL,
}
"""Named tasks of the system, and the staff's administration."""

FUNCTIONS_OF_BOTH = (
    "tb_organization_of_key, tb_organization_of_user, tb_organizations_of_user, tb_organization_of_invitation, "
    "tb_standing, tb_standing_rights, tb_make_month"
)
FUNCTIONS_OF_SYSTEM = "tb_drop_month"

CLEAR = (
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM {role}",
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
)


def grant_rights() -> None:
    """Give both roles exactly their rights, after every migrate. Nothing where a role is the owner itself."""
    if _is_needed(settings.DATABASE_WEB_ROLE):
        _grant(settings.DATABASE_WEB_ROLE, WEB, FUNCTIONS_OF_BOTH, NOT_CHANGED)
    if _is_needed(settings.DATABASE_SYSTEM_ROLE):
        _grant(settings.DATABASE_SYSTEM_ROLE, SYSTEM, f"{FUNCTIONS_OF_BOTH}, {FUNCTIONS_OF_SYSTEM}", {})
        _let_see(settings.DATABASE_SYSTEM_ROLE)


def _grant(role: str, rights: Mapping[str, str], functions: str, fixed: Mapping[str, tuple[str, ...]]) -> None:
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        for statement in CLEAR:
            cursor.execute(sql.SQL(statement).format(role=name))
        present = set(connection.introspection.table_names(cursor))
        for table in sorted(present.intersection(rights)):
            verbs = _with_columns(rights[table], table, fixed[table]) if table in fixed else sql.SQL(rights[table])
            cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(verbs, sql.Identifier(table), name))
        cursor.execute(sql.SQL(f"GRANT EXECUTE ON FUNCTION {functions} TO {{}}").format(name))


def _with_columns(verbs: str, table: str, fixed: tuple[str, ...]) -> sql.Composed:
    """The same verbs, UPDATE for all columns but the fixed ones."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    open_ones = [sql.Identifier(column.name) for column in described if column.name not in fixed]
    return sql.SQL(verbs.replace("UPDATE", "UPDATE ({})")).format(sql.SQL(", ").join(open_ones))


def _let_see(role: str) -> None:
    """The policy of the system names the owner; from here on this role too. Months are reached through their tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT class.relname FROM pg_policy JOIN pg_class class ON class.oid = polrelid "
            "WHERE polname = 'system' AND NOT class.relispartition AND class.relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            allow = sql.SQL("ALTER POLICY system ON {} TO CURRENT_USER, {}")
            cursor.execute(allow.format(sql.Identifier(table), sql.Identifier(role)))


def _is_needed(role: str) -> bool:
    """Whether there is such a role, we aren't it, and the migrations that it needs have run."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user <> %s AND to_regproc('tb_standing_rights') IS NOT NULL "
            "AND to_regproc('tb_drop_month') IS NOT NULL AND EXISTS (SELECT FROM pg_roles WHERE rolname = %s)",
            [role, role],
        )
        return bool(cursor.fetchone()[0])
