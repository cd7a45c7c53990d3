"""What a model could do where rules couldn't, said once a session where none is set up; and how to connect one."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import Principal, Role
from apps.accounts.queries.pages import visitor_of
from apps.transform.contracts import TransformResult
from apps.transform.providers.ladder import configured_ladder
from apps.transform.providers.versions import asks_models
from apps.transform.web.shown_before import FIELD as SHOWN_BEFORE

COULD: dict[str, Promise] = {
    "still_harsh": gettext_lazy("A model could find a kinder way to say what the rules left as it is."),
    "unsure_role": gettext_lazy("A model could tell what these sentences are for, and put them in the right place."),
    "subject_unsure": gettext_lazy("A model could tell what the message is mainly about."),
    "taken_back": gettext_lazy("A model could find a better wording that keeps the facts."),
}
"""By the code of the first passage that the rules weren't sure of."""
ELSE = gettext_lazy("A model could rewrite messages like this one.")
SHOWN, OFF = "shown", "off"
OFF_FOR_S = 365 * 24 * 3600


def hint_for(request: HttpRequest, member: Principal | None, result: TransformResult) -> Promise | None:
    """What a model could do for this result. None where one is set up, where the rules were sure, for a result that comes while
    somebody types or is shown again, and where the browser knows the hint already.
    """
    is_quiet = request.POST.get("live") or SHOWN_BEFORE in request.POST
    if is_quiet or settings.MODEL_HINT_COOKIE_NAME in request.COOKIES:
        return None
    if not result.unsure or result.tier != "rules" or _has_model(member):
        return None
    return COULD.get(result.unsure[0].code, ELSE)


def noted(response: HttpResponse, state: str = SHOWN) -> HttpResponse:
    """The response that has the browser remember it: until it is closed, or for a year where the hint is switched off."""
    response.set_cookie(
        settings.MODEL_HINT_COOKIE_NAME,
        state,
        max_age=OFF_FOR_S if state == OFF else None,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@never_cache
@require_safe
def connect(request: HttpRequest) -> HttpResponse:
    """GET /connect-model/ — what its reader can do about it."""
    member = visitor_of(request.session.session_key)
    shown = {
        "has_model": _has_model(member),
        "is_owner": member is not None and member.role is Role.OWNER,
        "member": member,
        "base_url": settings.BASE_URL,
    }
    return render(request, "transform/connect_model.html", shown)


@never_cache
@vary_on_headers("X-Fragment")
@require_POST
def switch_off(request: HttpRequest) -> HttpResponse:
    """POST /connect-model/hint/ — a script hides the hint; a page moves on to the kept result, else to how to connect a model."""
    if "X-Fragment" in request.headers:
        return noted(HttpResponse(status=204), OFF)
    messages.success(request, _("This hint won't be shown again in this browser."))
    return noted(_back(request.POST.get("message", "")), OFF)


def _back(message: str) -> HttpResponse:
    try:
        return redirect("history-entry", UUID(message))
    except ValueError:
        return redirect("connect-model")


def _has_model(member: Principal | None) -> bool:
    return asks_models(member.organization_id) if member else configured_ladder().asks_models
