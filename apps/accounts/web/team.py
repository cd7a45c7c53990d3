"""The people of an organization, on pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from apps.accounts.actions.change_member_role import change_member_role
from apps.accounts.actions.hand_over_organization import hand_over_organization
from apps.accounts.actions.invite_member import invite_member
from apps.accounts.actions.leave_organization import leave_organization
from apps.accounts.actions.remove_member import remove_member
from apps.accounts.actions.revoke_invitation import revoke_invitation
from apps.accounts.actions.switch_organization import switch_organization
from apps.accounts.contracts import OrganizationMember, Principal, Role, Scope
from apps.accounts.queries.invitations import invitations_of
from apps.accounts.queries.members import colleague_of, workplaces_of
from apps.accounts.queries.organizations import members_of, organization_of
from apps.accounts.queries.pages import member_of
from apps.accounts.queries.roles import ROLE_NAMES, ROLE_RIGHTS
from apps.accounts.rights import ensure_owns_organization
from apps.accounts.unverified import Privilege, refusal_of
from apps.accounts.web.forms import InvitationForm, RoleForm
from tonebridge.pages.forms import handed_in, posted, render_form
from tonebridge.pages.lists import next_query, wanted_page
from tonebridge.pages.parts import HEADER
from tonebridge.rest.pagination import PageRequest


@never_cache
@vary_on_headers(HEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest) -> HttpResponse:
    """GET, POST /team/ — everybody sees the members; those who run the organization invite."""
    member = member_of(request.session.session_key)
    form = InvitationForm(posted(request))
    status = 200 if request.method != "POST" else _invite(member, form)
    if status == 303:
        messages.success(request, _("The invitation is on its way."))
        return redirect("team")
    return render_form(request, "accounts/team.html", _shown(request, member), form=form, status=status)


def _invite(member: Principal, form: InvitationForm) -> int:
    return handed_in(form, lambda: invite_member(principal=member, **form.cleaned_data))


def _shown(request: HttpRequest, member: Principal) -> dict[str, object]:
    page = members_of(member, wanted_page(request, scope=f"members:{member.organization_id}"))
    runs = member.may(Scope.ADMIN)
    invited = invitations_of(member, PageRequest(limit=100)).items if runs else ()
    return {
        "organization": organization_of(member),
        "people": [_person(one, member) for one in page.items],
        "invitations": [{"details": one, "role": ROLE_NAMES[one.role]} for one in invited],
        "workplaces": workplaces_of(member),
        "runs": runs,
        "roles": [(name, ROLE_RIGHTS[role]) for role, name in ROLE_NAMES.items()],
        "unverified": refusal_of(member, Privilege.INVITATIONS),
        "next_query": next_query(request, page.next_cursor),
    }


def _person(one: OrganizationMember, viewer: Principal) -> dict[str, object]:
    is_me, is_owner = one.user_id == viewer.user_id, one.role is Role.OWNER
    return {
        "details": one,
        "role": ROLE_NAMES[one.role],
        "is_me": is_me,
        "may_change": viewer.may(Scope.ADMIN) and not is_owner and not is_me,
        "may_inherit": viewer.role is Role.OWNER and not is_me,
        "form": RoleForm(initial={"role": one.role.value}, auto_id=f"role-{one.user_id}-%s"),
    }


@require_POST
def role(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """POST /team/<uuid>/role/"""
    member = member_of(request.session.session_key)
    form = RoleForm(request.POST)
    if form.is_valid():
        change_member_role(principal=member, user_id=user_id, role=form.cleaned_data["role"])
        messages.success(request, _("The role has been changed."))
    return redirect("team")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """GET, POST /team/<uuid>/remove/ — asks first."""
    member = member_of(request.session.session_key, Scope.ADMIN)
    if request.method != "POST":
        return render(request, "accounts/team_remove.html", {"person": colleague_of(member, user_id)})
    remove_member(principal=member, user_id=user_id)
    said = _(
        "The member has been removed. They can no longer access the organization, and their API keys for it no longer work."
    )
    messages.success(request, said)
    return redirect("team")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """GET, POST /team/<uuid>/hand-over/ — asks first."""
    member = member_of(request.session.session_key)
    ensure_owns_organization(member)
    if request.method != "POST":
        return render(request, "accounts/team_hand_over.html", {"person": colleague_of(member, user_id)})
    hand_over_organization(principal=member, user_id=user_id)
    messages.success(request, _("The organization has a new owner. You're now an administrator."))
    return redirect("team")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """GET, POST /team/leave/ — asks first."""
    member = member_of(request.session.session_key)
    if request.method != "POST":
        return render(request, "accounts/team_leave.html", {"organization": organization_of(member)})
    leave_organization(principal=member)
    messages.success(request, _("You have left the organization."))
    return redirect("team")


@require_POST
def switch(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    """POST /team/switch/<uuid>/"""
    switch_organization(principal=member_of(request.session.session_key), organization_id=organization_id)
    return redirect("team")


@require_POST
def revoke(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """POST /team/invitations/<uuid>/revoke/"""
    revoke_invitation(principal=member_of(request.session.session_key), invitation_id=invitation_id)
    messages.success(request, _("The invitation has been withdrawn."))
    return redirect("team")
