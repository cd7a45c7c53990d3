"""How somebody signs in, and where they are signed in, on pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from apps.accounts.actions.end_sign_in import end_sign_in
from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.queries.second_factors import second_factor_of
from apps.accounts.queries.security_events import recent_security_events
from apps.accounts.queries.sessions import credential_of_session
from apps.accounts.queries.sign_ins import sign_ins_of
from apps.accounts.queries.users import active_user
from apps.accounts.unverified import two_step_refusal_of
from apps.accounts.web.audit_words import told_to_you
from apps.accounts.web.session import signed_in_user
from tonebridge.pages.lists import next_query, wanted_page
from tonebridge.pages.parts import HEADER


@never_cache
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """GET /security/"""
    user_id = signed_in_user(request)
    user = active_user(user_id)
    events = [(told_to_you(event), event) for event in recent_security_events(user_id)]
    unverified = user and two_step_refusal_of(user)
    shown = {"second_factor": second_factor_of(user_id), "unverified": unverified, "events": events}
    return render(request, "accounts/security.html", shown)


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """POST /security/sign-out-everywhere/ — all but this browser."""
    end_sign_ins(user_id=signed_in_user(request), but=request.session)
    messages.success(request, _("You've been signed out everywhere else."))
    return redirect("security")


@never_cache
@vary_on_headers(HEADER)
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """GET /security/sessions/?cursor="""
    user_id = signed_in_user(request)
    credential = credential_of_session(str(request.session.session_key))
    page = sign_ins_of(user_id, credential, wanted_page(request, scope=f"sessions:{user_id}"))
    shown = {
        "sign_ins": page.items,
        "unknown": _("Unknown"),
        "next_query": next_query(request, page.next_cursor),
    }
    return render(request, "accounts/sessions.html", shown)


@require_POST
def end(request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
    """POST /security/sessions/<uuid>/end/"""
    end_sign_in(user_id=signed_in_user(request), sign_in_id=sign_in_id)
    messages.success(request, _("The device has been signed out."))
    return redirect("sessions")
