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
from apps.accounts.actions.update_organization import ensure_may_shorten_retention, update_organization
from apps.accounts.address_limit import spend_try
from apps.accounts.contracts import OrganizationDetails, Principal, Role, Scope
from apps.accounts.export_lines import export_lines
from apps.accounts.queries.organizations import organization_of
from apps.accounts.queries.pages import member_of
from apps.accounts.queries.retention import lost_by_keeping
from apps.accounts.web.forms import KEPT_FOR, GivingUpForm, KeepingForm, PasswordForm
from apps.accounts.web.session import SIGNED_OUT, clear_site_data
from tonebridge.limits.call_limits import spend_call_now
from tonebridge.pages.forms import handed_in, posted, render_form
from tonebridge.pages.limits import address_of
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
    """POST /account/keeping/ — for owners; asks first where messages would be deleted."""
    member, form = member_of(request.session.session_key), KeepingForm(request.POST)
    organization = organization_of(member)
    if not form.is_valid():
        return _page(request, member, organization, form, status=422)
    if form.cleaned_data["retention_days"] < organization.retention_days and not _is_confirmed(request):
        ensure_may_shorten_retention(member)
        return _ask(request, member, organization, form)
    update_organization(principal=member, **form.cleaned_data)
    messages.success(request, _("Saved. This applies from now on."))
    return redirect("account")


def _is_confirmed(request: HttpRequest) -> bool:
    """For these very days."""
    return request.POST.get("confirmed") == request.POST["retention_days"]


def _ask(request: HttpRequest, member: Principal, organization: OrganizationDetails, form: KeepingForm) -> HttpResponse:
    days = form.cleaned_data["retention_days"]
    shown = {
        "form": form,
        "fields": [(name, request.POST[name]) for name in form.fields if name in request.POST],
        "before": KEPT_FOR[organization.retention_days],
        "after": KEPT_FOR[days],
        "count": lost_by_keeping(member, days=days),
    }
    return render(request, "accounts/keeping_confirm.html", shown)


@never_cache
@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """POST /account/export/ — a file of JSON lines."""
    member = member_of(request.session.session_key)
    spend_call_now(member, address_of(request))
    lines = export_lines(principal=member)
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
        return _gone(request, _("Your account has been closed. All of your data will be deleted within a minute."))
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
        return _gone(request, _("The organization has been closed. Everything in it will be deleted within a minute."))
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
    messages.success(request, sentence, extra_tags=SIGNED_OUT)
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
