"""How the product is doing, for staff: inside the administration, and live while the page is open."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tonebridge.outbound.local_models import remembered
from tonebridge.telemetry.figures import Counts, Figures, figures_now

CLOSED = "closed"
CALLS = {CLOSED: _("working"), "half open": _("being retried"), "open": _("paused after failures")}
"""What a circuit breaker's state means for the calls that go through it: *closed* is electricians' word for all is well."""
Shown = tuple[Promise, tuple[tuple[str, float, int], ...]]
"""A title, and names with their figures and percents of the largest."""


def operations(site: AdminSite) -> Callable[[HttpRequest], HttpResponse]:
    """GET /admin/operations/ on that site."""

    def page(request: HttpRequest) -> HttpResponse:
        figures = figures_now()
        shown = site.each_context(request) | {
            "title": _("Operations"),
            "figures": figures,
            "charts": _charts(figures),
            "local_models": remembered.get(settings.LOCAL_MODEL_PORTS, own=_own_ports(request)),
            "model_in_use": bool(settings.LLM_PRIMARY),
            "breakers": tuple((name, state == CLOSED, CALLS.get(state, state)) for name, state in figures.breakers),
        }
        return TemplateResponse(request, "admin/operations.html", shown)

    return page


def _own_ports(request: HttpRequest) -> tuple[int, ...]:
    """Where the product itself listens: it is no model."""
    named = urlsplit(settings.BASE_URL).port, settings.PORT, request.get_port()
    return tuple(int(port) for port in map(str, named) if port.isdecimal())


def _charts(figures: Figures) -> tuple[Shown, ...]:
    return (
        _chart(_("Responses by status"), figures.requests),
        _chart(_("Errors by code"), figures.errors),
        _chart(_("Messages by tier"), figures.tiers),
        _chart(_("95th percentile of message time, in ms"), figures.slow_ms),
        _chart(_("Facts: kept, restored, to look at, to check"), figures.facts),
        _chart(_("Cache hit rate, in percent"), figures.cache_hits),
        _chart(_("Jobs waiting by queue"), figures.queues),
        _chart(_("Unfinished jobs"), figures.jobs),
    )


def _chart(title: Promise, counts: Counts) -> Shown:
    most = max((value for _name, value in counts), default=0) or 1
    return title, tuple((name, value, round(100 * value / most)) for name, value in counts)
