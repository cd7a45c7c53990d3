"""What was done in the organization, on a page and as a table for spreadsheets."""

from collections.abc import Iterator
from itertools import islice

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import AuditEntry, AuditFilter, Principal, Scope
from apps.accounts.queries.audit import audit_page, whole_audit
from apps.accounts.queries.pages import member_of
from apps.accounts.web.audit_words import ShownEntry, shown_entries
from tonebridge.limits.call_limits import spend_call_now
from tonebridge.pages.limits import address_of
from tonebridge.pages.lists import next_query, wanted_page
from tonebridge.pages.parts import HEADER
from tonebridge.tables.writing import csv_lines

BATCH = 500
"""Entries whose people are asked for together."""


@never_cache
@vary_on_headers(HEADER)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """GET /audit/?cursor= — for those who run the organization."""
    member = member_of(request.session.session_key, Scope.ADMIN)
    page = audit_page(member, AuditFilter(), wanted_page(request, scope=f"audit:{member.organization_id}"))
    shown = {"entries": shown_entries(member, page.items), "next_query": next_query(request, page.next_cursor)}
    return render(request, "accounts/audit.html", shown)


@never_cache
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """GET /audit/export/ — all of it as CSV, the oldest first, in the words of the page."""
    member = member_of(request.session.session_key, Scope.ADMIN)
    spend_call_now(member, address_of(request))
    entries = whole_audit(member, AuditFilter())
    names = (_("When"), _("Who"), _("Event"), _("Target"), _("IP address"), _("Action code"), _("Request ID"))
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    lines = csv_lines(names, (_cells(each) for each in _in_batches(member, entries)))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _in_batches(member: Principal, entries: Iterator[AuditEntry]) -> Iterator[ShownEntry]:
    while batch := tuple(islice(entries, BATCH)):
        yield from shown_entries(member, batch)


def _cells(shown: ShownEntry) -> tuple[object, ...]:
    entry = shown.entry
    whom = shown.subject or entry.subject
    return entry.at.isoformat(), shown.who, shown.meaning, whom, entry.address or "", entry.action, entry.request_id
