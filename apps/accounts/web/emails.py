"""Proving an e-mail address, on pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.actions.request_verification import request_verification
from apps.accounts.actions.verify_email import verify_email
from apps.accounts.web.session import signed_in_user, spend_try
from tonebridge.errors import RateLimited


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """GET, POST /verify-email/<token>/ — a button: mail programs open links on their own, and would use them up."""
    if request.method != "POST":
        return render(request, "accounts/verify_email.html")
    spend_try(request, "verify-email")
    verify_email(token=token)
    messages.success(request, _("Thank you. Your e-mail address is confirmed."))
    return redirect("workspace" if request.user.is_authenticated else "sign-in")


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """POST /security/verification/"""
    user_id = signed_in_user(request)
    try:
        request_verification(user_id=user_id)
    except RateLimited:
        messages.warning(
            request, _("A few links are on their way already. Look into your mailbox, or try again later.")
        )
    else:
        messages.success(request, _("A new link is on its way to your address."))
    return redirect("security")
