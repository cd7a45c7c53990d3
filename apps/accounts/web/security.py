"""How somebody signs in, on one page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.queries.second_factors import second_factor_of
from apps.accounts.queries.users import active_user
from apps.accounts.unverified import two_step_refusal_of
from apps.accounts.web.session import keep_session, signed_in_user


@never_cache
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """GET /security/"""
    user = active_user(signed_in_user(request))
    shown = {
        "second_factor": second_factor_of(signed_in_user(request)),
        "unverified": user and two_step_refusal_of(user),
    }
    return render(request, "accounts/security.html", shown)


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """POST /security/sign-out-everywhere/ — all but this browser."""
    end_sign_ins(user_id=signed_in_user(request))
    keep_session(request)
    messages.success(request, _("All other sign-ins have ended."))
    return redirect("security")
