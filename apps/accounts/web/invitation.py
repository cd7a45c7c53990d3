"""Accepting an invitation, on its page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.accounts.actions.accept_invitation import accept_invitation
from apps.accounts.actions.register_invited_user import register_invited_user
from apps.accounts.address_limit import spend_try
from apps.accounts.contracts import OfferedInvitation
from apps.accounts.queries.invitations import offered_invitation
from apps.accounts.queries.roles import ROLE_NAMES
from apps.accounts.web.forms import InvitedSignUpForm
from apps.accounts.web.mailed_links import mailed_link
from apps.accounts.web.session import begin_session, signed_in_user
from tonebridge.pages.forms import handed_in, posted, render_form


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mailed_link(again="sign-in")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET, POST /invitations/<token>/ — a button for those who are signed in, a short form for newcomers."""
    offer = offered_invitation(token)
    shown = {"offer": offer, "role": ROLE_NAMES[offer.role]}
    if request.user.is_authenticated or offer.known:
        return _as_member(request, token, shown)
    form = InvitedSignUpForm(posted(request))
    status = 200 if request.method != "POST" else _register(request, form, token, offer)
    return _welcome(request) if status == 303 else _page(request, shown, form, status)


def _as_member(request: HttpRequest, token: str, shown: dict[str, object]) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/invitation.html", shown | {"path": request.path})
    accept_invitation(user_id=signed_in_user(request), token=token, but=request.session)
    return _welcome(request)


def _page(request: HttpRequest, shown: dict[str, object], form: InvitedSignUpForm, status: int) -> HttpResponse:
    return render_form(request, "accounts/invitation.html", shown, form=form, status=status)


def _welcome(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Welcome to the team."))
    return redirect("team")


def _register(request: HttpRequest, form: InvitedSignUpForm, token: str, offer: OfferedInvitation) -> int:
    """The status of the answer: 303 once registered and signed in."""

    def register() -> None:
        spend_try(request, "sign-up")
        register_invited_user(email=offer.email, token=token, **form.cleaned_data)
        begin_session(request, email=offer.email, password=form.cleaned_data["password"])

    return handed_in(form, register)
