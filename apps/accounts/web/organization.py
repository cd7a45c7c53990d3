"""The organization itself, on pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.actions.update_organization import update_organization
from apps.accounts.contracts import Scope
from apps.accounts.queries.organizations import organization_of
from apps.accounts.queries.pages import member_of
from apps.accounts.unverified import Privilege, refusal_of
from apps.accounts.web.forms import OrganizationNameForm
from tonebridge.pages.forms import handed_in, posted, render_form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """GET, POST /team/name/ — for those who run the organization."""
    member = member_of(request.session.session_key, Scope.ADMIN)
    form = OrganizationNameForm(posted(request), initial={"name": organization_of(member).name})
    status = 200
    if request.method == "POST":
        status = handed_in(form, lambda: update_organization(principal=member, name=form.cleaned_data["name"]))
    if status == 303:
        messages.success(request, _("The organization's name has been changed."))
        return redirect("team")
    shown: dict[str, object] = {"unverified": refusal_of(member, Privilege.ORGANIZATION)}
    return render_form(request, "accounts/organization_name.html", shown, form=form, status=status)
