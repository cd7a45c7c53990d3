"""How the organization writes, on a page: charts, each with its figures in a table."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import Scope
from apps.accounts.queries.pages import member_of
from apps.transform.contracts import AnalyticsSummary, Share
from apps.transform.queries.analytics import MOST_DAYS, analytics_of
from apps.transform.queries.anonymity import FEWEST
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.web.history import A_DAY, type_names
from apps.transform.web.words.kinds import VERDICTS
from tonebridge.pages.charts import Bar, Line, bars, line
from tonebridge.pages.forms import PageForm
from tonebridge.pages.language import page_language
from tonebridge.pages.parts import HEADER
from tonebridge.resilience import clock

DEFAULT_DAYS = 30
TIERS: dict[str, Promise] = {
    "primary": _("First model"),
    "secondary": _("Second model"),
    "rules": _("Rules"),
    "similar": _("Earlier message"),
}


class RangeForm(PageForm):
    """Days of UTC, both within."""

    since = forms.DateField(label=_("From"), widget=A_DAY)
    until = forms.DateField(label=_("Until"), widget=A_DAY)

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if not self.errors and not timedelta(0) <= said["until"] - said["since"] < timedelta(days=MOST_DAYS):
            raise forms.ValidationError(
                _("The end date can't be before the start date, and the period can be at most 92 days.")
            )
        return said


@dataclass(frozen=True)
class ShownShare:
    """A part of the whole with its name in words; `percent` of the largest, for its bar."""

    name: str
    transforms: int | None
    percent: int


@dataclass(frozen=True)
class Trend:
    """A measure over days: two lines and the figures they are drawn from."""

    title: str
    lines: tuple[Line, ...]
    figures: tuple[tuple[date, float | None, float | None], ...]


@never_cache
@vary_on_headers(HEADER)
@require_safe
def analytics(request: HttpRequest) -> HttpResponse:
    """GET /analytics/?since=&until="""
    member = member_of(request.session.session_key, Scope.HISTORY)
    form = RangeForm(_usual() | request.GET.dict())
    if not form.is_valid():
        return render(request, "transform/analytics.html", {"form": form}, status=422)
    found = analytics_of(member, **form.cleaned_data)
    shown: dict[str, object] = {"form": form, "summary": found, "fewest": FEWEST}
    return render(request, "transform/analytics.html", shown | _charts(found))


def _usual() -> dict[str, str]:
    """The last 30 days."""
    today = clock.now().date()
    return {"since": (today - timedelta(days=DEFAULT_DAYS - 1)).isoformat(), "until": today.isoformat()}


def _charts(found: AnalyticsSummary) -> dict[str, object]:
    names = type_names()
    return {
        "days": _bars(found),
        "trends": (_harshness(found), _clarity(found)),
        "shares": (
            (_("Kinds of change"), _shown(found.types, names)),
            (_("Written by"), _shown(found.tiers, {key: str(name) for key, name in TIERS.items()})),
            (_("How results were used"), _shown(found.verdicts, {key: str(name) for key, name in VERDICTS.items()})),
            (_("Most frequent reasons"), _shown(found.reasons, _reasons(found.reasons))),
            (_("Most frequent terms in the last 30 days, rounded down to multiples of five"), _shown(found.terms, {})),
        ),
    }


def _bars(found: AnalyticsSummary) -> tuple[Bar, ...]:
    return bars([(each.day.isoformat(), each.transforms) for each in found.days])


def _harshness(found: AnalyticsSummary) -> Trend:
    return _trend(str(_("Harshness")), [(e.day, e.harshness_before, e.harshness_after) for e in found.days], most=1)


def _clarity(found: AnalyticsSummary) -> Trend:
    return _trend(str(_("Clarity")), [(e.day, e.clarity_before, e.clarity_after) for e in found.days], most=100)


def _trend(title: str, figures: list[tuple[date, float | None, float | None]], *, most: float) -> Trend:
    """Figures in the table are whole numbers out of 100."""
    before = line("before", [one for _, one, _ in figures], most=most)
    after = line("after", [other for _, _, other in figures], most=most)
    told = ((day, _of_100(one, most), _of_100(other, most)) for day, one, other in figures if one is not None)
    return Trend(title, (before, after), tuple(told))


def _of_100(value: float | None, most: float) -> float | None:
    return None if value is None else round(100 * value / most)


def _shown(parts: tuple[Share, ...], names: dict[str, str]) -> tuple[ShownShare, ...]:
    most = max((each.transforms or 0 for each in parts), default=0) or 1
    nothing = str(_("No feedback"))
    return tuple(
        ShownShare(
            names.get(each.name, each.name) or nothing, each.transforms, round(100 * (each.transforms or 0) / most)
        )
        for each in parts
    )


def _reasons(parts: tuple[Share, ...]) -> dict[str, str]:
    return {each.name: _reason(each.name) for each in parts}


def _reason(code: str) -> str:
    try:
        return reason_text(code, page_language())
    except KeyError:  # of a message from before the table of reasons changed
        return code
