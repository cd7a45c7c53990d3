"""Rows of tenants, looked at round the product: as the web role in plain SQL, and as the system for checksums."""

import hashlib
from uuid import UUID

import psycopg
from django.db import connection

from apps.accounts.actions.open_token_family import open_token_family
from apps.accounts.models import TokenFamily
from apps.transform.models import FoundTerm
from drills.world import Tenant, World
from tonebridge.resilience import clock
from tonebridge.tenancy.catalog import TenantTable, tenant_tables
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system

Web = psycopg.Connection[tuple[object, ...]]


def as_web_role(world: World) -> Web:
    """PostgreSQL as the web role, without a line of the product in between."""
    return psycopg.connect(world.servers.cluster.url, autocommit=True)


def as_system_role(world: World) -> Web:
    """PostgreSQL as the role of the system's tasks, saying so."""
    login: Web = psycopg.connect(world.servers.cluster.system_url, autocommit=True)
    login.execute("SELECT set_config('tb.system', 'on', false)")
    return login


def rows_of(tenant: Tenant, which: str) -> int:
    """How many rows a tenant has: `jobs WHERE finished_at IS NULL`."""
    with acting_for(tenant.organization_id), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {which}")
        return int(cursor.fetchone()[0])


def furnished(world: World, tenant: Tenant) -> dict[str, UUID]:
    """Something of the tenant's for each parameter of the URL table."""
    term = world.call(
        tenant, "POST", "/api/v1/glossary/terms", {"term": "SLA", "language": "en", "plain": "promise"}
    ).json()
    made = world.transform(tenant)
    with acting_for(tenant.organization_id), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM jobs LIMIT 1")
        job = cursor.fetchone()[0]
        found = FoundTerm.objects.create(
            organization_id=tenant.organization_id,
            term="SLA",
            language="en",
            messages=12,
            people=6,
            counted_at=clock.now(),
        )
    invited = world.call(tenant, "POST", "/api/v1/organization/invitations", {"email": "guest@example.com"}).json()
    return {
        "transformation_id": made,
        "term_id": UUID(term["id"]),
        "found_id": found.id,
        "key_id": tenant.key_id,
        "job_id": job,
        "user_id": tenant.user_id,
        "organization_id": tenant.organization_id,
        "invitation_id": UUID(invited["id"]),
        "sign_in_id": _sign_in(tenant),
    }


def _sign_in(tenant: Tenant) -> UUID:
    """The name of a sign-in with tokens."""
    with acting_for(tenant.organization_id):
        open_token_family(user_id=tenant.user_id)
        return TokenFamily.objects.filter(user=tenant.user_id).latest("created_at").id


def checksum(tenant: Tenant) -> str:
    """Of everything that the tenant has in any table."""
    digest = hashlib.sha256()
    with as_system("checksum"), connection.cursor() as cursor:
        for table in tenant_tables():
            rows = f'SELECT md5(string_agg(r::text, chr(10) ORDER BY r::text)) FROM "{table.name}" r'  # names from the catalog
            cursor.execute(f"{rows} WHERE {table.column} = %s", [tenant.organization_id])
            digest.update(str(cursor.fetchone()).encode())
    return digest.hexdigest()


def seen(web: Web, table: TenantTable, tenant: Tenant | None) -> int:
    """How many rows the web role sees for the tenant, or for nobody."""
    return _count(web, tenant, f'SELECT count(*) FROM "{table.name}"')  # names from the catalog


def foreign(web: Web, table: TenantTable, tenant: Tenant) -> int:
    """How many of them aren't the tenant's."""
    own = f"'{tenant.organization_id}'::uuid"
    return _count(
        web, tenant, f'SELECT count(*) FROM "{table.name}" WHERE {table.column} IS DISTINCT FROM {own}'
    )  # names from the catalog


def gives_away(web: Web, table: TenantTable, giver: Tenant, taker: Tenant) -> bool:
    """Whether the giver can put a copy of a row of theirs, or the row itself, into the taker's name."""
    if not seen(web, table, giver):
        return False
    name, other = table.name, f'{{"{table.column}": "{taker.organization_id}"}}'
    copy = f"""INSERT INTO "{name}" SELECT (jsonb_populate_record(r, '{other}')).* FROM "{name}" r LIMIT 1"""  # names from the catalog
    gift = f"""UPDATE "{name}" SET {table.column} = '{taker.organization_id}'"""  # names from the catalog
    return not all(_is_refused(web, giver, statement) for statement in (copy, gift))


def can_rewrite_history(login: Web, table: TenantTable, tenant: Tenant) -> bool:
    """Whether the role of the login can change or remove a row of the audit, or of one of its months."""
    name, own = table.name, f"organization_id = '{tenant.organization_id}'"
    changes = (
        f'UPDATE "{name}" SET hash = hash WHERE {own}',  # names from the catalog
        f'DELETE FROM "{name}" WHERE {own}',  # names from the catalog
        f'TRUNCATE "{name}"',  # names from the catalog
    )
    return not all(_is_refused(login, tenant, statement) for statement in changes)


def _count(web: Web, tenant: Tenant | None, question: str) -> int:
    try:
        with web.transaction():
            web.execute("SELECT set_config('tb.org', %s, true)", [str(tenant.organization_id) if tenant else ""])
            row = web.execute(question.encode()).fetchone()
    except psycopg.errors.InsufficientPrivilege:  # a month, which is reached through its table alone
        return 0
    return int(str(row[0])) if row else 0


def _is_refused(web: Web, tenant: Tenant, statement: str) -> bool:
    try:
        with web.transaction():
            web.execute("SELECT set_config('tb.org', %s, true)", [str(tenant.organization_id)])
            web.execute(statement.encode())
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False
