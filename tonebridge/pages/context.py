"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def display(_request: HttpRequest) -> dict[str, str]:
    """The time zone that times are shown in."""
    return {"display_time_zone": settings.DISPLAY_TIME_ZONE}
