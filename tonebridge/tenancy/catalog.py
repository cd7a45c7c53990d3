"""What the database's own catalog says of isolation."""

from dataclasses import dataclass

from django.db import connection

TENANT_TABLES = """
    SELECT class.relname, class.relrowsecurity AND class.relforcerowsecurity,
           ARRAY(SELECT policy.polname::text FROM pg_policy policy WHERE policy.polrelid = class.oid ORDER BY 1)
    FROM pg_class class
    JOIN pg_namespace space ON space.oid = class.relnamespace AND space.nspname = current_schema()
    WHERE class.relkind IN ('r', 'p')
      AND (class.relname = 'organizations' OR EXISTS (
          SELECT FROM pg_attribute col WHERE col.attrelid = class.oid AND col.attname = 'organization_id'
      ))
    ORDER BY class.relname
"""
"""Every table and partition that names an organization, and the organizations themselves."""

POLICIES = ["system", "tenant"]


@dataclass(frozen=True)
class TenantTable:
    """A table of tenants' rows, or one of its partitions."""

    name: str
    is_forced: bool
    policies: list[str]

    @property
    def column(self) -> str:
        """The column that names the organization."""
        return "id" if self.name == "organizations" else "organization_id"

    @property
    def is_isolated(self) -> bool:
        """Whether row security is on, for the owner as well, by exactly the two policies."""
        return self.is_forced and self.policies == POLICIES


@dataclass(frozen=True)
class RoleRights:
    """What the connected role could do beyond row security."""

    name: str
    is_superuser: bool
    bypasses: bool
    owns_tables: bool

    @property
    def is_harmless(self) -> bool:
        """Whether row security holds for it whatever it does."""
        return not (self.is_superuser or self.bypasses or self.owns_tables)


def tenant_tables() -> list[TenantTable]:
    """All of them, by name. One query."""
    with connection.cursor() as cursor:
        cursor.execute(TENANT_TABLES)
        return [TenantTable(*row) for row in cursor.fetchall()]


def role_rights() -> RoleRights:
    """Those of the role that queries run as. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user::text, role.rolsuper, role.rolbypassrls, EXISTS (SELECT FROM pg_class class "
            "JOIN pg_namespace space ON space.oid = class.relnamespace AND space.nspname = current_schema() "
            "WHERE class.relowner = role.oid) FROM pg_roles role WHERE role.rolname = current_user"
        )
        return RoleRights(*cursor.fetchone())
