"""Tone and facts of a result as its reader has it so far: a script asks after every decision."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.pages import visitor_of
from apps.transform.actions.measure_review import measure_review
from apps.transform.bodies import ReviewBody
from apps.transform.web.live_rate import spend_live
from apps.transform.web.words.measures import measures_of
from tonebridge.errors import InsufficientPermissions, ValidationFailed
from tonebridge.rest.bodies import parse
from tonebridge.rest.json_body import read_json

MOST_GROWTH = 4
"""A result, as many times as long as a visitor's message may be."""


@never_cache
@vary_on_headers("X-Fragment")
@require_POST
def measures(request: HttpRequest) -> HttpResponse:
    """POST /measures/ — nothing is kept or counted. Visitors may measure what they may try, members what they may transform."""
    member = visitor_of(request.session.session_key)
    spend_live(request, member)
    if member and not member.may(Scope.TRANSFORM):
        raise InsufficientPermissions
    document = read_json(request.POST.get("review", "").encode("utf-8", "surrogatepass"))
    review = _fitting(parse(ReviewBody, document), member).review()
    measured = measure_review(principal=member, review=review)
    return render(request, "transform/_measures.html", {"measures": measures_of(measured)})


def _fitting(body: ReviewBody, member: Principal | None) -> ReviewBody:
    """Raises ValidationFailed for a visitor's message, or a result, that is longer than they could have got."""
    limit = settings.PREVIEW_MAX_CHARACTERS
    if member is None and (len(body.original) > limit or body.result_size > limit * MOST_GROWTH):
        raise ValidationFailed
    return body
