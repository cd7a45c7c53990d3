"""Keys for programs, on pages."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.revoke_api_key import revoke_api_key
from apps.accounts.contracts import ApiKeyDetails, IssuedApiKey, Principal
from apps.accounts.queries.api_keys import MOST_KEYS, api_keys_of, live_keys_of, own_api_key
from apps.accounts.queries.pages import member_of
from apps.accounts.unverified import Privilege, refusal_of
from apps.accounts.web.forms import SCOPE_NAMES, ApiKeyForm
from tonebridge.errors import ToneBridgeError
from tonebridge.pages.forms import posted
from tonebridge.pages.lists import next_query, wanted_page
from tonebridge.pages.parts import HEADER
from tonebridge.resilience import clock


@never_cache
@vary_on_headers(HEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def api_keys(request: HttpRequest) -> HttpResponse:
    """GET, POST /api-keys/ — a new key's secret is on the answer to its POST, and nowhere else."""
    member = member_of(request.session.session_key)
    # before a key is made: where the cursor is refused, nobody would see its secret
    wanted = wanted_page(request, scope=f"api_keys:{member.organization_id}")
    form = ApiKeyForm(posted(request), scopes=member.scopes)
    issued, status = _make(member, form) if request.method == "POST" else (None, 200)
    if issued:
        form = ApiKeyForm(scopes=member.scopes)
    page = api_keys_of(member, wanted)
    shown = {
        "form": form,
        "issued": issued,
        "keys": [_shown(key) for key in page.items],
        "next_query": next_query(request, page.next_cursor),
        "may_change": not member.reads_only,
        "unverified": refusal_of(member, Privilege.API_KEYS),
        "live_keys": live_keys_of(member.user_id),
        "most_keys": MOST_KEYS,
    }
    return render(request, "accounts/api_keys.html", shown, status=status)


def _make(member: Principal, form: ApiKeyForm) -> tuple[IssuedApiKey | None, int]:
    if not form.is_valid():
        return None, 422
    wanted, days = form.cleaned_data, form.cleaned_data["days"]
    ends = clock.now() + timedelta(days=days) if days else None
    try:
        return create_api_key(principal=member, name=wanted["name"], scopes=wanted["scopes"], expires_at=ends), 201
    except ToneBridgeError as error:
        form.refuse(error)
        return None, error.status


def _shown(key: ApiKeyDetails) -> dict[str, object]:
    expired = key.expires_at is not None and key.expires_at <= clock.now()
    return {"details": key, "scopes": [SCOPE_NAMES[scope] for scope in key.scopes], "expired": expired}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """GET, POST /api-keys/<uuid>/revoke/ — asks first."""
    member = member_of(request.session.session_key)
    if request.method != "POST":
        return render(request, "accounts/api_key_revoke.html", {"key": own_api_key(member, key_id).details()})
    revoke_api_key(principal=member, key_id=key_id)
    messages.success(request, _("The key has been revoked. Programs that use it will no longer work."))
    return redirect("api-keys")
