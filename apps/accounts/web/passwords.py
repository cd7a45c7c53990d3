"""Passwords on pages: forgotten, replaced, changed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.accounts.actions.change_password import change_password
from apps.accounts.actions.request_password_reset import request_password_reset
from apps.accounts.actions.reset_password import reset_password
from apps.accounts.address_limit import spend_try
from apps.accounts.queries.link_tokens import ensure_live_reset
from apps.accounts.queries.second_factors import ensure_more_than_password
from apps.accounts.web.forms import ChangePasswordForm, ForgottenPasswordForm, NewPasswordForm
from apps.accounts.web.mailed_links import mailed_link
from apps.accounts.web.session import authenticated_at, signed_in_user
from tonebridge.pages.forms import handed_in, posted, render_form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """GET, POST /forgot-password/ — the answer is the same, whether somebody has the address or not."""
    form = ForgottenPasswordForm(posted(request))
    status = 200 if request.method != "POST" else _ask(request, form)
    if status == 303:
        return render(request, "accounts/reset_sent.html")
    return render_form(request, "accounts/forgotten_password.html", {}, form=form, status=status)


def _ask(request: HttpRequest, form: ForgottenPasswordForm) -> int:
    def ask() -> None:
        spend_try(request, "forgot-password")
        request_password_reset(email=form.cleaned_data["email"])

    return handed_in(form, ask)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mailed_link(again="forgotten-password")
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """GET, POST /reset-password/<token>/"""
    ensure_live_reset(token)
    form = NewPasswordForm(posted(request))
    status = 200 if request.method != "POST" else _reset(request, form, token)
    if status == 303:
        messages.success(request, _("Your new password has been set. You can now sign in with it."))
        return redirect("sign-in")
    return render_form(request, "accounts/reset_password.html", {}, form=form, status=status)


def _reset(request: HttpRequest, form: NewPasswordForm, token: str) -> int:
    def set_anew() -> None:
        spend_try(request, "reset-password")
        reset_password(token=token, **form.cleaned_data)

    return handed_in(form, set_anew)


@sensitive_post_parameters("current_password", "new_password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """GET, POST /security/password/ — this browser stays signed in, all others are out."""
    user_id = signed_in_user(request)
    ensure_more_than_password(user_id, authenticated_at(request))  # before anything is typed, which no page keeps
    form = ChangePasswordForm(posted(request))
    status = 200 if request.method != "POST" else _change(request, form, user_id)
    if status == 303:
        messages.success(request, _("Your password has been changed, and everyone else has been signed out."))
        return redirect("security")
    return render_form(request, "accounts/change_password.html", {}, form=form, status=status)


def _change(request: HttpRequest, form: ChangePasswordForm, user_id: UUID) -> int:
    def change_it() -> None:
        said = form.cleaned_data
        change_password(
            user_id=user_id,
            authenticated_at=authenticated_at(request),
            but=request.session,
            current=said["current_password"],
            new=said["new_password"],
        )

    return handed_in(form, change_it)
