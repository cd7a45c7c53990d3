"""Those who look after the product: what staff can make of their rights, and who is taken for an operator."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import uuid4

import httpx
from django.contrib.auth.models import Permission

from apps.accounts.models import Membership, User
from drills import Verdict, drill
from drills.auth import switched_on
from drills.browser import Browser
from drills.world import PASSWORD, PATIENCE_S, Tenant, World
from tonebridge.devstack.embedded.ports import LOOPBACK
from tonebridge.tenancy.system import as_system


@drill("A19")
def staff_climb_nowhere(world: World) -> Verdict:
    """A clerk with every permission there is: the superuser's password, address and flags, their own, groups, memberships."""
    tenant, name = world.tenant("alice"), uuid4().hex[:8]
    with as_system("drill"):
        root = User.objects.create_superuser(f"root-{name}@example.com", PASSWORD)
        clerk = User.objects.create_user(f"clerk-{name}@example.com", PASSWORD, is_staff=True)
        clerk.user_permissions.set(Permission.objects.all())
        _secret, codes = switched_on(clerk.id)
    browser = Browser(world.base_url)
    browser.sign_in(clerk.email, PASSWORD)
    browser.submit("/sign-in/code/", {"code": codes[0]}, page="/sign-in/code/")
    inside = browser.get("/admin/").status_code == httpx.codes.OK
    helped = _helps(browser, tenant)
    before, attempts = _standing(root, clerk), _attempts(root, clerk, str(tenant.organization_id))
    for path, form in attempts:
        browser.submit(path, form, page=USERS)
    climbed = _standing(root, clerk) != before
    figure = f"the clerk is inside: {inside}, can help a customer: {helped}; one of {len(attempts)} ways up led there: {climbed}"
    return Verdict(inside and helped and not climbed, figure)


USERS = "/admin/accounts/user/"
NONE = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0", "preferences": "{}", "is_active": "on"}


def _helps(browser: Browser, tenant: Tenant) -> bool:
    """Whether the same forms do what a clerk may: correct a customer's name, and sign them out everywhere."""
    browser.submit(f"{USERS}{tenant.user_id}/change/", NONE | {"full_name": "Corrected"}, page=USERS)
    chosen = {"action": "sign_out_everywhere", "_selected_action": str(tenant.user_id)}
    browser.submit(USERS, chosen, page=USERS)
    customer = User.objects.get(id=tenant.user_id)
    return (customer.full_name, customer.session_version) == ("Corrected", 1)


def _attempts(root: User, clerk: User, organization_id: str) -> list[tuple[str, dict[str, str]]]:
    mine = "mine alone 12345"
    flags = NONE | {"email": clerk.email, "is_staff": "on", "is_superuser": "on"}
    owner = {"memberships-TOTAL_FORMS": "1", "memberships-0-user": str(clerk.id), "memberships-0-role": "owner"}
    passwords = {"password1": mine, "password2": mine, "usable_password": "true"}  # pragma: allowlist secret - a form's
    return [
        (f"{USERS}{root.id}/password/", passwords),
        (f"{USERS}{root.id}/change/", flags | {"email": "mine@example.com"}),
        (f"{USERS}{root.id}/delete/", {"post": "yes"}),
        (f"{USERS}{clerk.id}/change/", flags),
        (f"{USERS}{clerk.id}/change/", flags | owner | {"memberships-0-organization": organization_id}),
        (USERS, {"action": "delete_selected", "_selected_action": str(root.id), "post": "yes"}),
        (USERS, {"action": "forget_second_factor", "_selected_action": str(root.id)}),
        (USERS, {"action": "sign_out_everywhere", "_selected_action": str(root.id)}),
        ("/admin/auth/group/add/", {"name": "up"}),
        (f"/admin/accounts/organization/{organization_id}/change/", {"name": "x", "settings": "{}", **owner}),
    ]


def _standing(root: User, clerk: User) -> object:
    with as_system("drill"):
        rows = User.objects.filter(id__in=[root.id, clerk.id]).order_by("email")
        columns = ("email", "password", "is_staff", "is_superuser", "session_version", "groups")
        return list(rows.values_list(*columns)), Membership.objects.filter(user=clerk.id).count()


@drill("A20")
def metrics_are_for_operators_alone(world: World) -> Verdict:
    """Through a proxy on this machine that nobody named: no metrics, and readiness in a word. The machine itself sees both."""
    with _proxy(world.base_url) as through:
        outside = [httpx.get(f"{through}{path}", timeout=PATIENCE_S) for path in ("/metrics", "/health/ready")]
    inside = [httpx.get(f"{world.base_url}{path}", timeout=PATIENCE_S) for path in ("/metrics", "/health/ready")]
    hidden = outside[0].status_code == httpx.codes.NOT_FOUND and "milliseconds" not in outside[1].text
    named = "degraded" in outside[1].json()
    shown = inside[0].status_code == httpx.codes.OK and "milliseconds" in inside[1].text
    figure = f"through a proxy: {outside[0].status_code}, details hidden: {hidden}, what is away is named: {named}"
    return Verdict(hidden and named and shown, f"{figure}; the machine itself sees all: {shown}")


@contextmanager
def _proxy(base_url: str) -> Iterator[str]:
    """As nginx with its defaults and one header does: the address of a proxy that passes on what it is asked."""

    class Passing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = httpx.get(f"{base_url}{self.path}", headers={"X-Forwarded-For": "203.0.113.9"}, timeout=PATIENCE_S)
            self.send_response(answer.status_code)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its own signature
            """Says nothing."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Passing)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
