"""What must hold of the database (`manage.py check --database default`)."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from tonebridge.tenancy.catalog import role_rights, tenant_tables


@register(Tags.database)
def tables_are_isolated(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """`tenancy.E001`: every table of tenants, every partition. `Any` is the framework's own signature."""
    open_ones = [table.name for table in tenant_tables() if not table.is_isolated] if databases else []
    hint = "Add `isolate(…)` of tonebridge.tenancy.operations to a migration."
    return [Error(f"Row security isn't forced on {name}.", hint=hint, id="tenancy.E001") for name in open_ones]


@register(Tags.database)
def the_role_is_harmless(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """`tenancy.W001`: requests are served by a role that owns nothing. `Any` is the framework's own signature."""
    if not databases or (rights := role_rights()).is_harmless:
        return []
    hint = "Name a role without rights in DATABASE_URL, and the tables' owner in DATABASE_OWNER_URL."
    return [checks.Warning(f"The role {rights.name} could step round row security.", hint=hint, id="tenancy.W001")]
