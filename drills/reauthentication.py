"""A sign-in that was left open, or stolen: it reads, and changes nothing of who gets in."""

from datetime import timedelta
from uuid import UUID

import httpx
from django.contrib.auth.hashers import make_password

from apps.accounts.actions.open_token_family import open_token_family
from apps.accounts.actions.refresh_tokens import refresh_tokens
from apps.accounts.models import ApiKey, Membership, SecondFactor, TokenFamily, User
from apps.accounts.queries.sessions import AUTHENTICATED, open_session
from drills import Verdict, drill
from drills.auth import ME, bearer
from drills.browser import Browser
from drills.world import PASSWORD, PATIENCE_S, Json, Tenant, World
from tonebridge.ids import uuid7
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

STOLEN_AFTER = timedelta(minutes=10, seconds=5)
NEEDED = "REAUTHENTICATION_REQUIRED"
API, ORGANIZATION = "/api/v1", "/api/v1/organization"
ATTACK: dict[str, object] = {"name": "theirs", "scopes": ["transform", "history"], "days": ""}


@drill("A16")
def a_stolen_sign_in_of_ten_minutes_changes_nothing_of_who_gets_in(world: World) -> Verdict:
    """A token that was refreshed since, and a page's session: each door that asks again is tried with both. Then the owner
    gives the password, and the fresh token does what the stolen one still can't.
    """
    tenant = world.tenant("alice")
    colleague = _colleague(tenant)
    with httpx.Client(base_url=world.base_url, timeout=PATIENCE_S) as client:
        stolen = bearer(_refreshed_now(tenant))
        reads = client.get(ME, headers=stolen).status_code == httpx.codes.OK
        calls = _calls(tenant, colleague)
        got_in = [
            f"{method} {path}" for method, path, body in calls if not _is_refused(client, stolen, method, path, body)
        ]
        pages = _pages_that_let_in(world, tenant, colleague)
        unchanged = _standing(tenant, colleague) == (1, 0, "member")
        fresh = client.post(f"{API}/auth/reauthenticate", json={"password": PASSWORD}, headers=stolen).json()["access"]
        made = client.post(f"{API}/api-keys", json={"name": "own"}, headers=bearer(fresh)).status_code
        stays_old = _is_refused(client, stolen, "POST", f"{API}/api-keys", {"name": "theirs"})
    passed = reads and not got_in and not pages and unchanged and made == httpx.codes.CREATED and stays_old
    figure = (
        f"{len(calls) - len(got_in)} of {len(calls)} calls and {3 - len(pages)} of 3 pages refused, nothing changed: "
    )
    figure += f"{unchanged}; the owner goes on with the password: {made}, the stolen token doesn't: {stays_old}"
    figure += f"; let in: {[*got_in, *pages]}" if got_in or pages else ""
    return Verdict(passed, figure)


def _calls(tenant: Tenant, colleague: UUID) -> list[tuple[str, str, Json]]:
    model = {"vendor": "openai", "model": "x", "api_key": "x"}
    return [
        ("POST", f"{API}/api-keys", {"name": "theirs"}),
        ("POST", f"{API}/api-keys/{tenant.key_id}/rotate", {}),
        ("POST", f"{API}/auth/two-factor", None),
        ("POST", f"{API}/auth/two-factor/confirm", {"code": "000000"}),
        ("PATCH", f"{ORGANIZATION}/members/{colleague}", {"role": "admin"}),
        ("POST", f"{ORGANIZATION}/hand-over", {"user_id": str(colleague)}),
        ("POST", f"{ORGANIZATION}/invitations", {"email": "thief@example.com", "role": "admin"}),
        ("PUT", f"{ORGANIZATION}/models/primary", model),
        ("DELETE", f"{ORGANIZATION}/models/primary", None),
        ("PATCH", ORGANIZATION, {"retention_days": 0}),
        ("DELETE", ORGANIZATION, {"name": "alice"}),
    ]


def _is_refused(client: httpx.Client, shown: dict[str, str], method: str, path: str, body: Json) -> bool:
    answer = client.request(method, path, headers=shown, **({} if body is None else {"json": body}))
    return answer.status_code == httpx.codes.FORBIDDEN and answer.json()["code"] == NEEDED


def _refreshed_now(tenant: Tenant) -> str:
    """An access token of this moment, of a sign-in that is older."""
    refresh = open_token_family(user_id=tenant.user_id).refresh
    with acting_for(tenant.organization_id):
        families = TokenFamily.objects.filter(user=tenant.user_id)
        families.update(created_at=clock.now() - STOLEN_AFTER)
    return refresh_tokens(refresh=refresh).access


def _pages_that_let_in(world: World, tenant: Tenant, colleague: UUID) -> list[str]:
    browser = Browser(world.base_url)
    browser.sign_in(tenant.email, PASSWORD)
    session = open_session(browser.session())
    session[AUTHENTICATED] = (clock.now() - STOLEN_AFTER).isoformat()
    session.save()
    forms: dict[str, dict[str, object]] = {
        "/api-keys/": ATTACK,
        f"/team/{colleague}/role/": {"role": "admin"},
        "/security/two-step/": {"code": "000000"},
    }
    answers = {path: browser.submit(path, fields) for path, fields in forms.items()}
    return [path for path, answer in answers.items() if 'name="reauthenticate"' not in answer.text]


def _colleague(tenant: Tenant) -> UUID:
    """A member of the tenant's organization."""
    name = uuid7()
    user = User.objects.create(
        id=name, email=f"{name}@example.com", password=make_password(None), email_verified_at=clock.now()
    )
    with acting_for(tenant.organization_id):
        Membership.objects.create(user=user, organization_id=tenant.organization_id, role="member")
    return name


def _standing(tenant: Tenant, colleague: UUID) -> tuple[int, int, str]:
    """Keys, second factors, and the colleague's role."""
    with acting_for(tenant.organization_id):
        keys = ApiKey.objects.filter(user=tenant.user_id, revoked_at=None).count()
        role = Membership.objects.get(user=colleague).role
    return keys, SecondFactor.objects.filter(user=tenant.user_id).count(), role
