"""Signing in and out on pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.address_limit import spend_try
from apps.accounts.queries.second_factors import has_second_factor
from apps.accounts.web.destinations import destination, inside, to_second_step
from apps.accounts.web.forms import CodeForm, SignInForm
from apps.accounts.web.session import (
    SIGNED_OUT,
    begin_session,
    clear_site_data,
    end_session,
    remember_device,
    waiting_user,
)
from apps.accounts.web.session import show_code as show
from tonebridge.pages.forms import handed_in, posted, render_form

CODE_NEEDED = 307
"""Not sent: the password is right, and the code's page comes next."""


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """GET, POST /sign-in/"""
    if request.user.is_authenticated:
        return redirect(inside(request))
    form = SignInForm(posted(request))
    status = 200 if request.method != "POST" else _enter(request, form)
    if status == CODE_NEEDED:
        return to_second_step(request)
    if status == 303:
        response = redirect(inside(request))
        remember_device(request, response)
        return response
    return render_form(request, "accounts/sign_in.html", {"next": destination(request)}, form=form, status=status)


def _enter(request: HttpRequest, form: SignInForm) -> int:
    """The status of the answer: 303 once signed in, CODE_NEEDED before the second step."""

    def begin() -> None:
        spend_try(request, "sign-in")
        begin_session(request, email=form.cleaned_data["email"], password=form.cleaned_data["password"])

    status = handed_in(form, begin)
    return CODE_NEEDED if status == 303 and not request.user.is_authenticated else status


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_code(request: HttpRequest) -> HttpResponse:
    """GET, POST /sign-in/code/ — the second step."""
    waiting = waiting_user(request)
    if waiting is None or not has_second_factor(waiting):
        return redirect("sign-in")
    form = CodeForm(posted(request))
    status = 200 if request.method != "POST" else _show(request, form)
    if status == 303:
        response = redirect(inside(request))
        remember_device(request, response)
        return response
    return render_form(request, "accounts/show_code.html", {"next": destination(request)}, form=form, status=status)


def _show(request: HttpRequest, form: CodeForm) -> int:
    return handed_in(form, lambda: show(request, code=form.cleaned_data["code"]))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """POST /sign-out/"""
    end_session(request)
    messages.success(request, _("You've been signed out."), extra_tags=SIGNED_OUT)
    response = redirect("/")
    clear_site_data(response)
    return response
