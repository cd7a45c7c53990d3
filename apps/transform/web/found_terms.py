"""Words found in the organization's messages, on the glossary's page: explained, or said to need nothing."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from apps.accounts.contracts import Scope
from apps.accounts.queries.pages import member_of
from apps.transform.actions.approve_found_term import approve_found_term
from apps.transform.actions.dismiss_found_term import dismiss_found_term
from tonebridge.errors import AlreadyExists
from tonebridge.pages.forms import PageForm


class ExplainForm(PageForm):
    """What a word means."""

    plain = forms.CharField(label=gettext_lazy("In plain words"), max_length=200)


@never_cache
@require_POST
def approve(request: HttpRequest, found_id: UUID) -> HttpResponse:
    """POST /glossary/found/<uuid>/approve/"""
    member, form = member_of(request.session.session_key, Scope.ADMIN), ExplainForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Explain the term in plain words, in up to 200 characters."))
        return redirect("glossary")
    try:
        approve_found_term(principal=member, found_id=found_id, plain=form.cleaned_data["plain"])
        messages.success(request, _("The term has been added to the glossary. It applies from your next message."))
    except AlreadyExists as error:
        messages.warning(request, str(error.detail))
    return redirect("glossary")


@never_cache
@require_POST
def dismiss(request: HttpRequest, found_id: UUID) -> HttpResponse:
    """POST /glossary/found/<uuid>/dismiss/"""
    dismiss_found_term(principal=member_of(request.session.session_key, Scope.ADMIN), found_id=found_id)
    messages.success(request, _("The term won't be suggested again."))
    return redirect("glossary")
