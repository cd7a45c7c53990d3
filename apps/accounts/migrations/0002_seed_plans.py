"""The plans that every installation starts with. Staff may change them; going forward again leaves changes alone."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PLANS = [
    {"code": "free", "name": "Free", "per_minute": 10, "per_day": 100, "is_public": True},
    {"code": "starter", "name": "Starter", "per_minute": 60, "per_day": 5_000, "is_public": True},
    {"code": "pro", "name": "Pro", "per_minute": 300, "per_day": 50_000, "is_public": True},
    {"code": "enterprise", "name": "Enterprise", "per_minute": 1_000, "per_day": None, "is_public": True},
    {"code": "benchmark", "name": "Benchmark", "per_minute": None, "per_day": None, "is_public": False},
]


def seed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    plans = apps.get_model("accounts", "Plan").objects
    for plan in PLANS:
        plans.get_or_create(code=plan["code"], defaults=plan)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_users_organizations_and_credentials")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
