"""A migrated database that each process of a session of tests copies, which takes a tenth of a second instead of migrations."""

import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from tonebridge.devstack import programs, schema_state
from tonebridge.devstack.embedded import postgres
from tonebridge.devstack.embedded.postgres import OWNER, Cluster
from tonebridge.devstack.places import CHECKOUT
from tonebridge.devstack.supervision.process import run_to_end
from tonebridge.fingerprints import fingerprint_of
from tonebridge.resilience import clock

TEMPLATE = "tonebridge_template"
MIGRATE_S = 600
FILES = (
    *schema_state.FILES,
    "apps/*/apps.py",
    "apps/*/models/**/*.py",
    "tonebridge/*/apps.py",
    "tonebridge/*/models/**/*.py",
    "tonebridge/*/models.py",
    "tonebridge/changes/*.py",
    "tonebridge/devstack/embedded/postgres.py",
    "tonebridge/devstack/template_database.py",
    "tonebridge/ids.py",
    "tonebridge/partitions/*.py",
    "tonebridge/resilience/clock.py",
    "tonebridge/security/*.py",
    "tonebridge/settings/*.py",
    "tonebridge/tenancy/**/*.py",
    "tests/one_login/*.py",
)
"""What decides how it looks: migrations, what they import, and models, whose permissions are rows."""


def name_of(cluster: Cluster, checkout: Path = CHECKOUT) -> str:
    """Another as soon as servers, migrations or the months that they make change. Raises OSError."""
    files = {file for pattern in FILES for file in checkout.glob(pattern)}
    server = sha256((cluster.tools / "postgres").read_bytes()).hexdigest()
    made_of = (fingerprint_of(files, checkout), server, f"{clock.now():%Y-%m}")
    return sha256(" ".join(made_of).encode()).hexdigest()[:24]


def make(cluster: Cluster, env: Mapping[str, str] = os.environ, name: str = TEMPLATE) -> None:
    """Make it in a cluster that serves. Raises CannotStart when a migration fails, and leaves none."""
    url = cluster.url_as(OWNER, name)
    postgres.create_database(cluster, name)
    surroundings = {**env, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tonebridge.settings.test"}
    try:
        run_to_end(programs.migrate(surroundings, cluster.logs), within_s=MIGRATE_S)
        schema_state.mark_current(url)
    except BaseException:
        with suppress(Exception):
            postgres.drop_database(cluster, name)
        raise
