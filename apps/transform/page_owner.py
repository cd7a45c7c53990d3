"""Whose a page is that a message was written on: sign-ins begin and end in other tabs, and so does work for another organization."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal
from tonebridge.errors import Conflict, Unauthorized
from tonebridge.pages.language import newly_chosen

FIELD, HEADER = "owner", "x-page-owner"
SIGNED_OUT = _("You've been signed out. Sign in again to continue: your message stays in this tab.")
ANOTHER = _(
    "In another tab, you have signed in with another account or switched organizations. Reload the page to continue."
)


def page_owner(member: Principal | None) -> str:
    """The same for every page of one person in one organization, and nothing that tells who it is; empty for a visitor."""
    return salted_hmac("page-owner", f"{member.user_id} {member.organization_id}").hexdigest()[:32] if member else ""


def owner_of_answer(request: HttpRequest, member: Principal | None) -> str:
    """Whose the page is that answers a request: one that only comes back in another language stays whose it was."""
    return request.POST.get(FIELD, "") if newly_chosen(request) else page_owner(member)


def ensure_same_reader(owner: str, member: Principal | None) -> None:
    """Raises Unauthorized where a member's page is sent by nobody, and Conflict where it is sent by somebody else. An empty `owner` is
    a visitor's page, or a program's call.
    """
    if owner and member is None:
        raise Unauthorized(SIGNED_OUT)
    if owner not in ("", page_owner(member)):
        raise Conflict(ANOTHER)
