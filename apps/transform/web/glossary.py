"""The organization's words, on pages."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.pages import member_of
from apps.accounts.queries.standing_rights import Privilege, ensure_verified, refusal_of
from apps.transform.actions.add_glossary_term import add_glossary_term
from apps.transform.actions.approve_glossary_term import approve_glossary_term
from apps.transform.actions.change_glossary_term import change_glossary_term
from apps.transform.actions.delete_glossary_term import delete_glossary_term
from apps.transform.contracts import GlossaryEntry, GlossaryTermDetails
from apps.transform.queries.found_terms import found_terms_of
from apps.transform.queries.glossary import glossary_page, glossary_term_of
from apps.transform.web.words.kinds import LANGUAGES, TERM_KINDS
from tonebridge.pages.forms import PageForm, handed_in, posted
from tonebridge.pages.language import page_language
from tonebridge.pages.lists import next_query, wanted_page
from tonebridge.pages.parts import HEADER


class TermForm(PageForm):
    """A term and what to do with it."""

    term = forms.CharField(label=gettext_lazy("Term"), max_length=100)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=list(LANGUAGES.items()))
    kind = forms.ChoiceField(label=gettext_lazy("What to do"), choices=list(TERM_KINDS.items()), initial="jargon")
    plain = forms.CharField(label=gettext_lazy("In plain words"), max_length=200, required=False)
    definition = forms.CharField(
        label=gettext_lazy("What it means"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )


@never_cache
@vary_on_headers(HEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def glossary(request: HttpRequest) -> HttpResponse:
    """GET, POST /glossary/ — the list, and a form that adds to it."""
    member = glossary_member(request)
    form = TermForm(posted(request), initial={"language": page_language(), "term": request.GET.get("term", "")[:100]})
    status = _add(member, form) if request.method == "POST" else 200
    if status == 303:
        messages.success(request, _("The term has been added to the glossary. It applies from your next message."))
        return redirect("glossary")
    page = glossary_page(member, wanted_page(request, scope=f"glossary:{member.organization_id}"))
    shown = {
        "form": form,
        "terms": [_shown(term) for term in page.items],
        "next_query": next_query(request, page.next_cursor),
        "unverified": refusal_of(member, Privilege.GLOSSARY),
        "may_approve": member.may(Scope.ADMIN),
        "found": found_terms_of(member) if member.may(Scope.ADMIN) else (),
    }
    return render(request, "transform/glossary.html", shown, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest, term_id: UUID) -> HttpResponse:
    """GET, POST /glossary/<uuid>/ — edit."""
    member = glossary_member(request)
    ensure_verified(member, Privilege.GLOSSARY)
    known = glossary_term_of(member, term_id)
    form = TermForm(posted(request), initial=vars(known))
    status = _change(member, term_id, form) if request.method == "POST" else 200
    if status == 303:
        messages.success(request, _("The term has been changed."))
        return redirect("glossary")
    return render(request, "transform/glossary_term.html", {"form": form, "term": known}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, term_id: UUID) -> HttpResponse:
    """GET, POST /glossary/<uuid>/delete/ — asks first."""
    member = glossary_member(request)
    ensure_verified(member, Privilege.GLOSSARY)
    if request.method != "POST":
        return render(request, "transform/glossary_delete.html", {"term": glossary_term_of(member, term_id)})
    delete_glossary_term(principal=member, term_id=term_id)
    messages.success(request, _("The term has been deleted."))
    return redirect("glossary")


@never_cache
@require_POST
def approve(request: HttpRequest, term_id: UUID) -> HttpResponse:
    """POST /glossary/<uuid>/approve/ — for those who run the organization."""
    approve_glossary_term(principal=glossary_member(request), term_id=term_id)
    messages.success(request, _("The term has been added to the glossary. It applies from your next message."))
    return redirect("glossary")


def glossary_member(request: HttpRequest) -> Principal:
    """Who looks at the glossary. Raises Unauthorized, InsufficientPermissions."""
    return member_of(request.session.session_key, Scope.TRANSFORM)


def _add(member: Principal, form: TermForm) -> int:
    return handed_in(form, lambda: add_glossary_term(principal=member, wanted=GlossaryEntry(**form.cleaned_data)))


def _change(member: Principal, term_id: UUID, form: TermForm) -> int:
    return handed_in(form, lambda: change_glossary_term(principal=member, term_id=term_id, changes=form.cleaned_data))


def _shown(term: GlossaryTermDetails) -> dict[str, object]:
    return {"details": term, "language": LANGUAGES[term.language], "kind": TERM_KINDS[term.kind]}
