"""What was used of the plan, on a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.accounts.contracts import PeriodUsage
from apps.accounts.queries.forecasts import forecast_of
from apps.accounts.queries.pages import member_of
from apps.accounts.queries.usage import usage_of


@never_cache
@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    """GET /usage/"""
    report = usage_of(member_of(request.session.session_key))
    periods = [
        _shown(_("This minute"), report.minute, of_requests=True),
        _shown(_("Today"), report.day),
        _shown(_("This month"), report.month),
    ]
    shown = {"plan": report.plan.code.capitalize(), "periods": periods, "forecast": forecast_of(report)}
    return render(request, "accounts/usage.html", shown)


def _shown(name: str, period: PeriodUsage, *, of_requests: bool = False) -> dict[str, object]:
    """`of_requests`: the limit is of all requests, so the messages are no share of it."""
    percent = min(100, round(100 * period.used / period.limit)) if period.limit else 0
    numbers = {"used": f"{period.used:,}", "limit": f"{period.limit:,}" if period.limit else ""}
    return {"name": name, "period": period, "percent": percent, "of_requests": of_requests} | numbers
