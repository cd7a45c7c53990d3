"""Two-step sign-in, on pages."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.actions.confirm_second_factor import confirm_second_factor
from apps.accounts.actions.remove_second_factor import remove_second_factor
from apps.accounts.actions.renew_backup_codes import renew_backup_codes
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.queries.second_factors import has_second_factor
from apps.accounts.web.destinations import destination
from apps.accounts.web.forms import CodeForm, FirstCodeForm
from apps.accounts.web.qr_code import qr_code
from apps.accounts.web.session import authenticated_at, note_code, signed_in_user
from tonebridge.errors import ToneBridgeError
from tonebridge.pages.forms import posted, render_form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def two_step(request: HttpRequest) -> HttpResponse:
    """GET, POST /security/two-step/ — the secret for an authenticator; a first code switches it on."""
    user_id = signed_in_user(request)
    if has_second_factor(user_id):
        return redirect("security")
    form, moment = FirstCodeForm(posted(request)), authenticated_at(request)
    confirm = partial(confirm_second_factor, authenticated_at=moment, but=request.session)
    codes, status = _passed(form, user_id, confirm) if request.method == "POST" else ((), 200)
    if codes:
        note_code(request)
        return _shown(request, codes)
    setup = set_up_second_factor(user_id=user_id, authenticated_at=moment)
    shown = {"setup": setup, "qr": qr_code(setup.uri), "next": destination(request)}
    return render_form(request, "accounts/two_step.html", shown, form=form, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def backup_codes(request: HttpRequest) -> HttpResponse:
    """GET, POST /security/two-step/backup-codes/"""
    user_id = signed_in_user(request)
    form = CodeForm(posted(request))
    codes, status = _passed(form, user_id, renew_backup_codes) if request.method == "POST" else ((), 200)
    if codes:
        return _shown(request, codes)
    return render_form(request, "accounts/backup_codes_renew.html", {}, form=form, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest) -> HttpResponse:
    """GET, POST /security/two-step/off/"""
    user_id = signed_in_user(request)
    form = CodeForm(posted(request))
    status = 200
    if request.method == "POST":
        _nothing, status = _passed(form, user_id, remove_second_factor)
        if status == 200:
            messages.success(request, _("Two-step sign-in is off."))
            return redirect("security")
    return render_form(request, "accounts/two_step_off.html", {}, form=form, status=status)


Verb = Callable[..., tuple[str, ...] | None]


def _passed(form: CodeForm, user_id: UUID, verb: Verb) -> tuple[tuple[str, ...], int]:
    """What the verb answers to the form's code, and the status."""
    if not form.is_valid():
        return (), 422
    try:
        return verb(user_id=user_id, code=form.cleaned_data["code"]) or (), 200
    except ToneBridgeError as error:
        return (), form.refuse(error)


def _shown(request: HttpRequest, codes: tuple[str, ...]) -> HttpResponse:
    return render(request, "accounts/backup_codes.html", {"codes": codes, "next": destination(request)})
