"""Where to go after signing in: only to a page of ours."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

HOME = "/"


def destination(request: HttpRequest) -> str:
    """The path that `next` names, or home where it leads anywhere else."""
    wanted = request.POST.get("next") or request.GET.get("next") or HOME
    # No host is allowed at all: our own links are paths, and a path can't be forged into another site.
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else HOME
