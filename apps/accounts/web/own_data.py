"""One's own data on pages: what is kept, taking it along, and leaving."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.actions.close_account import close_account, ensure_may_close
from apps.accounts.actions.close_organization import close_organization
from apps.accounts.actions.update_organization import update_organization
from apps.accounts.contracts import OrganizationDetails, Principal, Role, Scope
from apps.accounts.export_lines import export_lines
from apps.accounts.queries.organizations import organization_of
from apps.accounts.queries.pages import member_of
from apps.accounts.web.forms import KEPT_FOR, GivingUpForm, KeepingForm, PasswordForm
from apps.accounts.web.session import clear_site_data, spend_try
from tonebridge.pages.forms import handed_in, posted, render_form
from tonebridge.rest.ndjson import NDJSON


@never_cache
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """GET /account/"""
    member = member_of(request.session.session_key)
    organization = organization_of(member)
    return _page(request, member, organization, KeepingForm(initial=_decided(organization)))


def _decided(organization: OrganizationDetails) -> dict[str, object]:
    return {
        "retention_days": str(organization.retention_days),
        "no_training": organization.no_training,
        "shares_results": organization.shares_results,
        "suspected_orders": organization.suspected_orders,
    }


@never_cache
@require_POST
def keeping(request: HttpRequest) -> HttpResponse:
    """POST /account/keeping/ — for owners."""
    member, form = member_of(request.session.session_key), KeepingForm(request.POST)
    if not form.is_valid():
        return _page(request, member, organization_of(member), form, status=422)
    update_organization(principal=member, **form.cleaned_data)
    messages.success(request, _("Saved. This applies from now on."))
    return redirect("account")


@never_cache
@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """POST /account/export/ — a file of JSON lines."""
    lines = export_lines(principal=member_of(request.session.session_key))
    headers = {"Content-Disposition": 'attachment; filename="tonebridge.ndjson"'}
    return StreamingHttpResponse(lines, content_type=NDJSON, headers=headers)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/delete/ — asks for the password."""
    member, form = member_of(request.session.session_key), PasswordForm(posted(request))
    ensure_may_close(member)
    status = 200
    if request.method == "POST":
        status = _leave(request, member, form)
    if status == 303:
        return _gone(request, _("Your account is closed. Everything of yours is deleted within a minute."))
    return render_form(request, "accounts/account_delete.html", {}, form=form, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/delete-organization/ — asks for the organization's name."""
    member, form = member_of(request.session.session_key, Scope.ADMIN), GivingUpForm(posted(request))
    status = 200
    if request.method == "POST":
        status = _give_up(member, form)
    if status == 303:
        return _gone(request, _("The organization is closed. Everything in it is deleted within a minute."))
    shown: dict[str, object] = {"organization": organization_of(member)}
    return render_form(request, "accounts/organization_delete.html", shown, form=form, status=status)


def _leave(request: HttpRequest, member: Principal, form: PasswordForm) -> int:
    def close() -> None:
        spend_try(request, "account-delete")
        close_account(principal=member, password=form.cleaned_data["password"])

    return handed_in(form, close)


def _give_up(member: Principal, form: GivingUpForm) -> int:
    return handed_in(form, lambda: close_organization(principal=member, name=form.cleaned_data["name"]))


def _gone(request: HttpRequest, sentence: str) -> HttpResponse:
    logout(request)
    messages.success(request, sentence)
    response = redirect("/")
    clear_site_data(response)
    return response


def _page(
    request: HttpRequest, member: Principal, organization: OrganizationDetails, form: KeepingForm, status: int = 200
) -> HttpResponse:
    shown = {
        "form": form,
        "organization": organization,
        "kept_for": KEPT_FOR[organization.retention_days],
        "owns": member.role is Role.OWNER,
        "runs": member.may(Scope.ADMIN),
    }
    return render(request, "accounts/account.html", shown, status=status)
