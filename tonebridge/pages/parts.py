"""Parts of pages: htmx asks for a page again, gets it without its surroundings, and puts the part that changed in place."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

HEADER = "HX-Request"
"""What answers vary by; the script takes no answer that doesn't say so for a part."""


def wants_part(request: HttpRequest) -> bool:
    """Whether a script asks, who has the surroundings already."""
    return bool(HtmxDetails(request))


def layout_of(request: HttpRequest) -> str:
    """The template that a page extends."""
    return "part.html" if wants_part(request) else "base.html"
