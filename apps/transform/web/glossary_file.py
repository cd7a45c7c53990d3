"""The glossary as a file, on pages: an import is shown first, and done when it is confirmed."""

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import Principal
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.transform.actions.import_glossary import import_glossary
from apps.transform.queries.glossary import glossary_csv
from apps.transform.queries.glossary_file import glossary_plan
from apps.transform.web.glossary import glossary_member
from apps.transform.web.words.kinds import TERM_KINDS
from tonebridge.errors import ToneBridgeError, ValidationFailed
from tonebridge.limits.call_limits import spend_call_now
from tonebridge.pages.forms import PageForm, posted, render_form
from tonebridge.pages.limits import address_of
from tonebridge.pages.parts import HEADER
from tonebridge.tables.encodings import text_of

MOST_BYTES = 500_000
SHOWN = 50
"""Of each kind, how many terms a preview lists."""


class FileForm(PageForm):
    """A file to look at, or the text of one that was looked at."""

    file = forms.FileField(label=gettext_lazy("CSV file"), required=False, widget=forms.FileInput({"accept": ".csv"}))
    content = forms.CharField(required=False, strip=False, max_length=MOST_BYTES, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        file = said.get("file")
        if isinstance(file, UploadedFile):
            said["content"] = _text_of(file)
        if not self.errors and not said.get("content"):
            self.add_error("file", _("Choose a file first."))
        return said


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """GET /glossary/export/"""
    member = glossary_member(request)
    spend_call_now(member, address_of(request))
    headers = {"Content-Disposition": 'attachment; filename="glossary.csv"'}
    return HttpResponse(glossary_csv(member), "text/csv; charset=utf-8", headers=headers)


@never_cache
@vary_on_headers(HEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """GET, POST /glossary/import/ — a file shows what it would do; its text, posted again, does it."""
    member = glossary_member(request)
    ensure_verified(member, Privilege.GLOSSARY)
    form = FileForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method != "POST":
        return _form_page(request, form, 200)
    try:
        spend_call_now(member, address_of(request))
        if not form.is_valid():
            return _form_page(request, form, 422)
        return _imported(request, member, form) if "file" not in request.FILES else _previewed(request, member, form)
    except ToneBridgeError as error:
        form.refuse(error)
        return _form_page(request, form, error.status)


def _form_page(request: HttpRequest, form: FileForm, status: int) -> HttpResponse:
    """What could be imported a moment later is kept: it needs no other file, and no second look."""
    again = form.cleaned_data.get("content") if form.retry_after_s is not None else ""
    return render_form(request, "transform/glossary_import.html", {"content": again}, form=form, status=status)


def _previewed(request: HttpRequest, member: Principal, form: FileForm) -> HttpResponse:
    content = form.cleaned_data["content"]
    plan = glossary_plan(member, content)
    groups = ((_("New"), plan.added), (_("Changed"), plan.changed))
    shown = {
        "form": form,
        "plan": plan,
        "content": content,
        "groups": [
            (name, len(terms), [(term, TERM_KINDS[term.kind]) for term in terms[:SHOWN]]) for name, terms in groups
        ],
    }
    return render(request, "transform/glossary_import.html", shown)


def _imported(request: HttpRequest, member: Principal, form: FileForm) -> HttpResponse:
    done = import_glossary(principal=member, content=form.cleaned_data["content"])
    told = _("Terms added: %(added)s. Terms changed: %(changed)s.")
    messages.success(request, told % {"added": done.added, "changed": done.changed})
    return redirect("glossary")


def _text_of(file: "UploadedFile[bytes]") -> str:
    if file.size is None or file.size > MOST_BYTES:
        raise forms.ValidationError({"file": _("This file is too large. The limit is 500 KB.")})
    try:
        return text_of(file.read())
    except ValidationFailed as error:
        raise forms.ValidationError({"file": [str(one.detail) for one in error.fields]}) from error
