"""Where to go after signing in: only to a page of ours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from apps.accounts.queries.members import belongs_somewhere
from apps.accounts.web.session import signed_in_user

HOME = "/"
FOR_ANYBODY = ("/admin/", "/security/")


def destination(request: HttpRequest) -> str:
    """The path that `next` names, or home where it leads anywhere else."""
    wanted = request.POST.get("next") or request.GET.get("next") or HOME
    # No host is allowed at all: our own links are paths, and a path can't be forged into another site.
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else HOME


def inside(request: HttpRequest) -> str:
    """The same for whoever has signed in; staff who belong to no organization have no page but the administration and their own
    account.
    """
    wanted = destination(request)
    if not wanted.startswith(FOR_ANYBODY) and not belongs_somewhere(signed_in_user(request)):
        return reverse("admin:index") if getattr(request.user, "is_staff", False) else reverse("security")
    return wanted


def to_second_step(request: HttpRequest) -> HttpResponse:
    """To the page that asks for a code, and from there on to where this one would have led."""
    return redirect(f"{reverse('show-code')}?{urlencode({'next': destination(request)})}")
