"""A result's receipt on a page: what left the machine, who wrote, what is kept; and the signed one to take along."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.transform.actions.issue_receipt import issue_receipt
from apps.transform.queries.receipts import receipt_of
from apps.transform.web.history import history_member
from apps.transform.web.words.receipts import shown_receipt
from tonebridge.limits.call_limits import spend_call_now
from tonebridge.pages.limits import address_of

READABLE = {"ensure_ascii": False, "indent": 2}


@never_cache
@require_safe
def receipt(request: HttpRequest, transformation_id: UUID) -> HttpResponse:
    """GET /history/<uuid>/receipt/"""
    found = receipt_of(history_member(request), transformation_id)
    return render(request, "transform/receipt.html", {"receipt": shown_receipt(found), "base_url": settings.BASE_URL})


@never_cache
@require_safe
def signed(request: HttpRequest, transformation_id: UUID) -> JsonResponse:
    """GET /history/<uuid>/receipt.json — the same document as the API's."""
    member = history_member(request)
    spend_call_now(member, address_of(request))
    issued = issue_receipt(principal=member, transformation_id=transformation_id)
    named = {"Content-Disposition": f'attachment; filename="receipt-{transformation_id}.json"'}
    document = {"jws": issued.jws, "claims": issued.claims}
    return JsonResponse(document, headers=named, json_dumps_params=READABLE)
