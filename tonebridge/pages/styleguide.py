"""The parts that pages are made of, on one living page for staff: what is shown is what pages use."""

import re
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS_ABBR
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tonebridge.errors import InsufficientPermissions, Unauthorized
from tonebridge.pages.charts import bars

TOKEN = re.compile(r"^\s*(--[\w-]+):\s*([^;]+);", re.MULTILINE)
FIGURES = (12.0, 18.0, None, 9.0, 15.0)
"""From Monday on."""


@never_cache
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """GET /styleguide/ — Raises Unauthorized, InsufficientPermissions."""
    if not request.user.is_authenticated:
        raise Unauthorized
    if not request.user.is_staff:
        raise InsufficientPermissions
    tokens = _tokens()
    shown = {
        "colours": {name: value for name, value in tokens.items() if value.startswith("#")},
        "sizes": {name: value for name, value in tokens.items() if name.startswith("--size")},
        "spaces": {name: value for name, value in tokens.items() if name.startswith("--space")},
        "bars": bars([(str(WEEKDAYS_ABBR[day]), figure) for day, figure in enumerate(FIGURES)]),
    }
    return render(request, "styleguide.html", shown)


def _tokens() -> dict[str, str]:
    """Of the light scheme, as the stylesheet has them."""
    css = (Path(settings.STATICFILES_DIRS[0]) / "css" / "tokens.css").read_text(encoding="utf-8")
    return dict(TOKEN.findall(css.split("@media", 1)[0]))
