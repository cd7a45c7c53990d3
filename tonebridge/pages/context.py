"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from tonebridge.pages.parts import layout_of


def display(request: HttpRequest) -> dict[str, str]:
    """The time zone that times are shown in, and the template that pages extend whose parts can be asked for."""
    return {"display_time_zone": settings.DISPLAY_TIME_ZONE, "layout": layout_of(request)}
