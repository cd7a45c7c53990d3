"""What was done in the organization, on a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import AuditFilter, Scope
from apps.accounts.queries.audit import audit_page
from apps.accounts.queries.organizations import names_of
from apps.accounts.queries.pages import member_of
from tonebridge.pages.lists import next_query, wanted_page
from tonebridge.pages.parts import HEADER


@never_cache
@vary_on_headers(HEADER)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """GET /audit/?cursor= — for those who run the organization."""
    member = member_of(request.session.session_key, Scope.ADMIN)
    page = audit_page(member, AuditFilter(), wanted_page(request, scope=f"audit:{member.organization_id}"))
    names = names_of(member, {entry.actor_id for entry in page.items if entry.actor_id})
    entries = [(entry, names.get(entry.actor_id, "") if entry.actor_id else "") for entry in page.items]
    shown = {"entries": entries, "next_query": next_query(request, page.next_cursor)}
    return render(request, "accounts/audit.html", shown)
