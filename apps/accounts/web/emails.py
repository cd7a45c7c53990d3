"""Proving an e-mail address, on pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.actions.disown_account import disown_account
from apps.accounts.actions.request_verification import request_verification
from apps.accounts.actions.verify_email import verify_email
from apps.accounts.address_limit import spend_try
from apps.accounts.queries.link_tokens import has_confirmed, user_to_verify
from apps.accounts.web.destinations import inside, to_second_step
from apps.accounts.web.forms import PasswordForm
from apps.accounts.web.mailed_links import mailed_link
from apps.accounts.web.session import let_in, remember_device, signed_in_user
from tonebridge.errors import RateLimited, Unauthorized
from tonebridge.pages.forms import PageForm, handed_in, posted, render_form


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mailed_link(again="security")
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """GET, POST /verify-email/<token>/ — a button: mail programs open links on their own, and would use them up.

    Whoever isn't signed in to the account gives its password as well, which lets them in, or says that they never made it.
    Whoever is signed in to another account stays there.
    """
    if has_confirmed(token):
        return render(request, "accounts/address_confirmed.html")
    user = user_to_verify(token)
    is_theirs = request.user.is_authenticated and signed_in_user(request) == user.id
    form = PageForm(posted(request)) if is_theirs else PasswordForm(posted(request))
    status = 200 if request.method != "POST" else _verify(request, form, token)
    if status == 303:
        messages.success(request, _("Thank you. Your email address is confirmed."))
        return redirect(inside(request)) if request.user.is_authenticated else _let_in(request, user.id)
    shown = {"address": user.email, "token": token, "is_theirs": is_theirs}
    return render_form(request, "accounts/verify_email.html", shown, form=form, status=status)


def _let_in(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Their password has just been shown to be right."""
    try:
        is_in = let_in(request, user_id)
    except Unauthorized:  # such as a suspended user: the address is confirmed all the same
        return redirect("sign-in")
    if not is_in:
        return to_second_step(request)
    response = redirect(inside(request))
    remember_device(request, response)
    return response


def _verify(request: HttpRequest, form: PageForm, token: str) -> int:
    def verify_it() -> None:
        spend_try(request, "verify-email")
        signed_in = signed_in_user(request) if request.user.is_authenticated else None
        verify_email(token=token, signed_in=signed_in, password=form.cleaned_data.get("password", ""))

    return handed_in(form, verify_it)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mailed_link(again="security")
def disown(request: HttpRequest, token: str) -> HttpResponse:
    """GET, POST /verify-email/<token>/not-mine/ — asks first; the account is deleted."""
    user = user_to_verify(token)
    if request.method != "POST":
        return render(request, "accounts/verify_email_not_mine.html", {"address": user.email, "token": token})
    spend_try(request, "verify-email")
    disown_account(token=token)
    messages.success(request, _("The account has been closed. All of its data will be deleted within a minute."))
    return redirect("workspace")


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """POST /security/verification/"""
    user_id = signed_in_user(request)
    try:
        request_verification(user_id=user_id)
    except RateLimited:
        messages.warning(request, _("We've already sent you a few links. Check your email, or try again later."))
    else:
        messages.success(request, _("A new link is on its way to your address."))
    return redirect("security")
