"""What the web role may do. It owns nothing: it can't change a table, nor switch row security off."""

from django.conf import settings
from django.db import connection
from psycopg import sql

READ_ONLY = (
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "audit_heads",
    "django_admin_log",
    "django_content_type",
    "django_migrations",
    "plans",
    "transformation_types",
)
"""Only migrations, the staff's administration and triggers write these, and all of them come as the owner."""

APPEND_ONLY = ("audit",)
"""Tables to which the web role adds rows and does nothing else."""

GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    "GRANT EXECUTE ON FUNCTION tb_organization_of_key, tb_organization_of_user, tb_organizations_of_user, "
    "tb_organization_of_invitation, tb_standing, tb_make_month TO {role}",
)


def grant_web_role() -> None:
    """Give `settings.DATABASE_WEB_ROLE` its rights, after every migrate. Nothing where it is the owner itself."""
    role = settings.DATABASE_WEB_ROLE
    if not role or not _is_needed(role):
        return
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        for grant in GRANTS:
            cursor.execute(sql.SQL(grant).format(role=name))
        present = set(connection.introspection.table_names(cursor))
        for tables, revoked in ((READ_ONLY, "INSERT, UPDATE, DELETE"), (APPEND_ONLY, "UPDATE, DELETE")):
            for table in sorted(present.intersection(tables)):
                revoke = sql.SQL(f"REVOKE {revoked} ON {{}} FROM {{}}")
                cursor.execute(revoke.format(sql.Identifier(table), name))


def _is_needed(role: str) -> bool:
    """Whether there is such a role, we aren't it, and the migrations that it needs have run."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user <> %s AND to_regproc('tb_standing') IS NOT NULL "
            "AND EXISTS (SELECT FROM pg_roles WHERE rolname = %s)",
            [role, role],
        )
        return bool(cursor.fetchone()[0])
