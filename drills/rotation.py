"""A new key for what is encrypted, while the product runs."""

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

from apps.transform.models import Transformation
from drills import Verdict, drill
from drills.evidence import meanwhile
from drills.world import PATIENCE_S, Tenant, World
from tonebridge.devstack import programs
from tonebridge.devstack.embedded.ports import LOOPBACK, free_port
from tonebridge.ids import uuid7
from tonebridge.resilience import clock
from tonebridge.rotation.sealed_tables import sealed_tables
from tonebridge.security.encryption import Tampered
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system

TRANSFORM, HISTORY = "/api/v1/transform", "/api/v1/history"


@drill("D5")
def a_new_key_takes_over_while_the_product_runs(world: World) -> Verdict:
    """Rotate under load, killed in the middle and run again; then without the old key; then with swapped values."""
    tenant, both, new = world.tenant("rotated"), *_rings()
    _write(tenant, 600)
    with _web(world, both) as url, meanwhile(lambda: _used(url, tenant), threads=1) as answers:
        killed_at = _rotate(world, both, kill_after="transformations")
        with override_settings(ENCRYPTION_KEYS=both), as_system("count"):
            left = sum(table.count_stale() for table in sealed_tables())
        _rotate(world, both)
    with override_settings(ENCRYPTION_KEYS=new), as_system("read"):
        stale = sum(table.count_stale() for table in sealed_tables())
        rows = list(Transformation.objects.filter(organization=tenant.organization_id))
        read = sum(row.original_text != "" for row in rows)
        swapped = _swap_is_refused(rows[0], rows[1])
    wrong = [answer for answer in answers if answer != httpx.codes.OK]
    figure = f"killed with {left} rows left, then {stale}; {read} of {len(rows)} read without the old key; "
    figure += f"{len(wrong)} of {len(answers)} calls failed; swapped values refused: {swapped}"
    passed = killed_at and left > 0 and stale == 0 and read == len(rows) and answers and not wrong and swapped
    return Verdict(bool(passed), figure)


def _rings() -> tuple[str, str]:
    """The ring with a new key in front, and the new key alone."""
    fresh = {"id": uuid7().hex[-6:], "key": base64.b64encode(os.urandom(32)).decode()}
    return json.dumps([fresh, *json.loads(settings.ENCRYPTION_KEYS)]), json.dumps([fresh])


def _write(tenant: Tenant, count: int) -> None:
    rows = []
    for _ in range(count):
        row = Transformation(organization_id=tenant.organization_id, user_id=tenant.user_id)
        row.created_at = clock.now()
        row.id, row.transformation_type_id, row.intensity = uuid7(row.created_at), "soften", 2
        row.language, row.tier, row.original_text = "ja", "rules", "直せ。"
        rows.append(row)
    with acting_for(tenant.organization_id):
        Transformation.objects.bulk_create(rows)


@contextmanager
def _web(world: World, ring: str) -> Iterator[str]:
    """A web server of its own, with another ring."""
    port = free_port()
    env = {**programs.without_owner(os.environ), "TONEBRIDGE_PORT": str(port), "TONEBRIDGE_ENCRYPTION_KEYS": ring}
    logs = world.servers.home / "logs"
    world.servers.run(programs.web(env, logs, port), lambda: programs.web_answers(port))
    yield f"http://{LOOPBACK}:{port}"


def _used(url: str, tenant: Tenant) -> int:
    """The worse status of a transform and of a page of history."""
    key = {"X-API-Key": tenant.key}
    made = httpx.post(
        url + TRANSFORM, json={"text": "直せ。", "transformation_type": "soften"}, headers=key, timeout=PATIENCE_S
    )
    return max(made.status_code, httpx.get(url + HISTORY, headers=key, timeout=PATIENCE_S).status_code)


def _rotate(world: World, ring: str, kill_after: str = "") -> bool:
    """Run the command; kill it as soon as it says something of the table. Whether it ended as it should."""
    command = [sys.executable, "-W", "ignore", "manage.py", "rotate_keys", "--batch", "50"]
    env = {**os.environ, "TONEBRIDGE_ENCRYPTION_KEYS": ring}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            if kill_after and line.startswith(kill_after):
                process.send_signal(signal.SIGKILL)
                break
    return process.returncode == (-signal.SIGKILL if kill_after else 0)


def _swap_is_refused(one: Transformation, other: Transformation) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT original_text FROM transformations WHERE id = %s", [one.id])
        cursor.execute("UPDATE transformations SET original_text = %s WHERE id = %s", [cursor.fetchone()[0], other.id])
    try:
        return not Transformation.objects.get(id=other.id, created_at=other.created_at).original_text
    except Tampered:
        return True
