"""Rows belong to their organization: row security on every table of accounts that names one."""

from django.db import migrations

from tonebridge.tenancy.operations import isolate


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_seed_plans"), ("tenancy", "0001_row_security")]

    operations = [
        isolate("organizations", column="id"),
        isolate("memberships"),
        isolate("subscriptions"),
        isolate("api_keys"),
        isolate("token_families"),
        isolate("usage_counters"),
        isolate("idempotency_keys"),
    ]
