"""What the product shows to the network: hosts and paths in disguise, headers, and doors that nobody described."""

import json
import os
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import httpx
import yaml

from apps.accounts.models import AuditRow
from drills import Verdict, drill
from drills.auth import bearer, signed_in
from drills.doors import every_path
from drills.world import BEHIND_A_PROXY, PATIENCE_S, World
from tests.gateway.test_confusion import HOSTS, PATHS
from tests.gateway.test_security_headers import faults
from tonebridge.devstack.places import CHECKOUT
from tonebridge.tenancy.identity import acting_for

ADMIN = ("/admin/", "/admin/accounts/user/", "/admin/accounts/apikey/", "/admin/accounts/organization/")
REFUSED = {400, 401, 403, 404, 302}
NOT_DESCRIBED = {"/api/schema", "/api/docs"}


@drill("A9", ci=False)  # `make test` has run the suite already
def every_door_lets_in_whom_the_table_names(world: World) -> Verdict:
    """The permission table against every door, method and caller: the suite of its own, on servers of its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/permissions"]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "TONEBRIDGE_"))}
    done = subprocess.run(command, cwd=CHECKOUT, env=inherited, capture_output=True, text=True, check=False)
    doors = yaml.safe_load((CHECKOUT / "docs" / "permissions.yaml").read_text(encoding="utf-8"))["doors"]
    lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return Verdict(
        done.returncode == 0, f"{len(doors)} doors as the table says{': ' + '; '.join(lines) if lines else ''}"
    )


@drill("A10")
def hosts_and_paths_in_disguise_open_nothing(world: World) -> Verdict:
    """Raw requests to the administration: hostile hosts, dots, encodings, absolute addresses; nothing is shown.

    And headers that lie of who is calling: the audit keeps the true peer, or the one that a proxy of ours saw.
    """
    where = urlsplit(world.base_url)
    ours = where.netloc
    lines = [(f"GET {path} HTTP/1.1", host) for host in HOSTS for path in ADMIN]
    lines += [(f"GET {path} HTTP/1.1", ours) for path in (*PATHS, *ADMIN)]
    lines += [(f"GET http://evil.example{path} HTTP/1.1", "evil.example") for path in ADMIN]
    opened = [line for line, host in lines if _status(where.hostname or "", where.port or 0, line, host) not in REFUSED]
    behind = world.web(**BEHIND_A_PROXY)
    proxied = {f"X-Forwarded-For: {said}": said for said in BY_A_PROXY}
    peers = [*_peers(world, world.base_url, SPOOFS), *_peers(world, behind, list(proxied))]
    true = ["127.0.0.1"] * len(SPOOFS) + [CLIENT] * len(proxied)
    wrong = [
        f"{said}: {peer}" for said, peer, meant in zip([*SPOOFS, *proxied], peers, true, strict=True) if peer != meant
    ]
    figure = f"{len(lines) - len(opened)} of {len(lines)} requests in disguise refused; "
    figure += f"the audit names the true peer in {len(true) - len(wrong)} of {len(true)}"
    return Verdict(not opened and not wrong, figure + "".join(f" {each}" for each in (opened, wrong) if each))


CLIENT = "203.0.113.7"
SPOOFS = [
    "X-Forwarded-For: 203.0.113.9",
    "X-Forwarded-For: 127.0.0.1, 203.0.113.9",
    "X-Forwarded-For: ::1",
    "X-Forwarded-For: localhost",
    "X-Real-IP: 203.0.113.9",
    "True-Client-IP: 203.0.113.9",
    "CF-Connecting-IP: 203.0.113.9",
    "Forwarded: for=203.0.113.9",
    "Client-IP: 203.0.113.9",
    "tonebridge.client_ip: 203.0.113.9",
]
"""What a stranger says of their own address."""
BY_A_PROXY = [CLIENT, f"198.51.100.1, {CLIENT}", f"127.0.0.1, {CLIENT}", f"nonsense, {CLIENT}", f"{CLIENT}, 127.0.0.1"]
"""What a proxy of ours passes on: what it was told, and then whom it saw."""


def _peers(world: World, base_url: str, said: list[str]) -> list[str]:
    """Make a key each time; the address that the audit keeps of it."""
    tenant = world.tenant("alice")
    with httpx.Client(base_url=base_url, headers=bearer(signed_in(tenant).access), timeout=PATIENCE_S) as client:
        for number, header in enumerate(said):
            name, _colon, value = header.partition(": ")
            body = {"name": f"key {number}", "scopes": ["history"]}
            client.post("/api/v1/api-keys", json=body, headers={name: value}).raise_for_status()
    with acting_for(tenant.organization_id):
        rows = AuditRow.objects.filter(organization_id=tenant.organization_id, action="api_key.created")
        return [str(row.address) for row in rows.exclude(address=None).order_by("position")]


def _status(host: str, port: int, line: str, named: str) -> int:
    """Of the answer; 400 where the server hangs up."""
    with socket.create_connection((host, port), timeout=PATIENCE_S) as wire:
        wire.sendall(f"{line}\r\nHost: {named}\r\nConnection: close\r\n\r\n".encode())
        head = wire.makefile("rb").readline().split()
    return int(head[1]) if len(head) > 1 else 400


@drill("A12")
def every_answer_carries_its_headers(world: World) -> Verdict:
    """A sweep over all pages, and the checks of a production's settings and database: Django's and our own."""
    pages = [path for path in every_path() if "{" not in path and "(?P" not in path]
    with httpx.Client(base_url=world.base_url, timeout=PATIENCE_S) as client:
        found = {path: faults(client.get(path).headers) for path in [*pages, "/nowhere"]}
    bad = {path: missing for path, missing in found.items() if missing}
    checked = _checked_for_production()
    return Verdict(
        not bad and checked, f"{len(found) - len(bad)} of {len(found)} pages; deployment check: {checked} {bad or ''}"
    )


def _checked_for_production() -> bool:
    secrets = json.loads(_secrets())
    named = {
        "DJANGO_SETTINGS_MODULE": "tonebridge.settings.production",
        "EMAIL_URL": "smtp://mail.example.com?tls=starttls",
        "TONEBRIDGE_TRUSTED_PROXIES": "10.0.0.0/8",
        "TONEBRIDGE_ALLOWED_HOSTS": "tonebridge.example.com",
        "TONEBRIDGE_BASE_URL": "https://tonebridge.example.com",
        "TONEBRIDGE_SECRET_KEY": secrets["secret_key"],
        "TONEBRIDGE_SIGNING_KEYS": secrets["signing_keys"],
        "TONEBRIDGE_ENCRYPTION_KEYS": secrets["encryption_keys"],
    }
    command = [
        sys.executable,
        "-W",
        "ignore",
        "manage.py",
        "check",
        "--deploy",
        "--database",
        "default",
        "--fail-level",
        "WARNING",
    ]
    done = subprocess.run(command, cwd=CHECKOUT, env=os.environ | named, capture_output=True, check=False)
    return done.returncode == 0


def _secrets() -> str:
    from django.conf import settings

    return str((settings.RUN_DIR / "secrets" / "secrets.json").read_text(encoding="utf-8"))


@drill("A13")
def every_door_is_described(world: World) -> Verdict:
    """URL patterns and lanes of the API, less the OpenAPI document, less two that show it; and the permission table."""
    served = {path for path in every_path() if path.startswith(("/api/", "/.well-known/"))}
    described = set(yaml.safe_load((CHECKOUT / "docs" / "openapi.yaml").read_text(encoding="utf-8"))["paths"])
    table = set(yaml.safe_load((CHECKOUT / "docs" / "permissions.yaml").read_text(encoding="utf-8"))["doors"])
    unlisted = {path for path in every_path() if not path.startswith("/admin/")} - table
    forgotten = (served - described - NOT_DESCRIBED) | unlisted
    return Verdict(
        not forgotten, f"{len(served)} doors of the API, {len(forgotten)} forgotten {sorted(forgotten) or ''}"
    )
