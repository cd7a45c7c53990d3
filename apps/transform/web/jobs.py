"""Many messages at once, on pages: what was asked, how far it is, what became of each message."""

from itertools import islice
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.pages import member_of
from apps.accounts.queries.retention import keeps_messages
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.accounts.queries.usage import ensure_quota, quota_of, resets_at
from apps.transform.actions.cancel_batch import cancel_batch
from apps.transform.actions.import_batch import import_batch
from apps.transform.batch_files.columns import guess_columns
from apps.transform.batch_files.downloads import download
from apps.transform.batch_files.reading import LIMITS, no_message
from apps.transform.contracts import ItemOutcome
from apps.transform.queries.batches import batch_of, batches_page, outcomes_page
from apps.transform.queries.types import types_in
from apps.transform.web.job_form import JobForm
from apps.transform.web.words.jobs import STATUSES, shown_item, shown_job
from tonebridge.errors import FieldError, QuotaExceeded, RateLimited, ToneBridgeError, ValidationFailed
from tonebridge.limits.call_limits import spend_call_now
from tonebridge.pages.forms import posted, render_form
from tonebridge.pages.language import page_language
from tonebridge.pages.limits import address_of
from tonebridge.pages.lists import next_query, wanted_page
from tonebridge.pages.parts import HEADER
from tonebridge.rest.pagination import Page, PageRequest
from tonebridge.tables.encodings import encoding_name
from tonebridge.tables.reading import Table, read_table

ROWS_SHOWN = 3


@never_cache
@vary_on_headers(HEADER)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """GET /jobs/"""
    member = _member(request)
    page = batches_page(member, wanted_page(request, scope=f"jobs:{member.user_id}"))
    shown = {
        "jobs": [shown_job(batch) for batch in page.items],
        "statuses": STATUSES,
        "next_query": next_query(request, page.next_cursor),
        "later": "cursor" in request.GET,
    }
    return render(request, "jobs/list.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """GET, POST /jobs/new/ — hand in a file."""
    member = _importing_member(request)
    form = JobForm(posted(request), request.FILES or None)
    form.offer("transformation_type", [(each.code.value, each.name) for each in types_in(page_language())])
    made, status = _submitted(request, member, form) if request.method == "POST" else (None, 200)
    if made:
        messages.success(
            request, _("Your messages have been received. You can leave this page, and the job will keep running.")
        )
        return redirect("job", made)
    return render_form(request, "jobs/new.html", _beside(member), form=form, status=status)


@never_cache
@require_POST
def columns(request: HttpRequest) -> JsonResponse:
    """POST /jobs/columns/ — what a file holds, for the script that shows it before it is handed in."""
    member = _importing_member(request)
    try:
        spend_call_now(member, address_of(request))
    except RateLimited as error:
        headers = {"Retry-After": str(max(1, error.retry_after_s or 1))}
        return JsonResponse({"problem": str(error.detail)}, status=error.status, headers=headers)
    file = request.FILES.get("file")
    if file is None:
        raise ValidationFailed(fields=(FieldError("file", "required", _("Choose a file.")),))
    try:
        return JsonResponse(_table_shown(member, read_table(file.read(), LIMITS)))
    except ValidationFailed as error:
        return JsonResponse({"problem": " ".join(str(one.detail) for one in error.fields)}, status=422)


@never_cache
@vary_on_headers(HEADER)
@require_safe
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """GET /jobs/<uuid>/"""
    member = _member(request)
    batch = batch_of(member, job_id)
    wanted = wanted_page(request, scope=f"results:{member.user_id}:{job_id}")
    page = outcomes_page(member, job_id, wanted)
    shown = {
        "job": shown_job(batch),
        "statuses": STATUSES,
        "items": [shown_item(outcome) for outcome in page.items],
        "next_query": next_query(request, page.next_cursor),
        "grows": batch.job.finished_at is None and not _is_full(page, wanted),
    }
    return render(request, "jobs/job.html", shown)


@never_cache
@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """POST /jobs/<uuid>/cancel/"""
    member = _member(request)
    try:
        cancel_batch(principal=member, job_id=job_id)
        messages.success(request, _("The job has been cancelled. Results that are already complete are kept."))
    except ToneBridgeError as error:
        if error.status == 404:
            raise
        messages.warning(request, _("The job has already finished."))
    return redirect("job", job_id)


@never_cache
@require_safe
def results(request: HttpRequest, job_id: UUID, form: str) -> StreamingHttpResponse:
    """GET /jobs/<uuid>/results.csv, /jobs/<uuid>/results.jsonl"""
    member = _member(request)
    spend_call_now(member, address_of(request))
    return download(member, job_id, form, language=page_language())


def _is_full(page: Page[ItemOutcome], wanted: PageRequest) -> bool:
    """Whether nothing that is still to come belongs on the page: parts of a job are done side by side, so a gap may be filled."""
    first = int(wanted.after[0]) + 1 if wanted.after else 0
    return page.next_cursor is not None and page.items[-1].index == first + len(page.items) - 1


def _member(request: HttpRequest) -> Principal:
    return member_of(request.session.session_key, Scope.TRANSFORM)


def _importing_member(request: HttpRequest) -> Principal:
    """Asked before the file is read. Raises EmailNotVerified, too."""
    member = _member(request)
    ensure_verified(member, Privilege.IMPORTS)
    return member


def _beside(member: Principal) -> dict[str, object]:
    """What the plan still holds today, and whether history will have the messages."""
    quota = quota_of(member)
    shown: dict[str, object] = {"keeps": keeps_messages(member)}
    if quota is None:
        return shown
    return shown | {"left": f"{quota.left:,}", "limit": f"{quota.limit:,}", "resets_at": resets_at(quota)}


def _submitted(request: HttpRequest, member: Principal, form: JobForm) -> tuple[UUID | None, int]:
    try:
        spend_call_now(member, address_of(request))
        if not form.is_valid():
            return None, 422
        file = form.cleaned_data["file"]
        made = import_batch(
            principal=member,
            content=file.read(),
            name=file.name or "",
            mapping=form.mapping,
            defaults=form.defaults,
            reader_language=page_language(),
        )
    except ToneBridgeError as error:
        return None, form.refuse(error)
    return made.job.id, 303


def _table_shown(member: Principal, table: Table) -> dict[str, object]:
    shown = [[str(row.get(name, ""))[:200] for name in table.names] for _line, row in islice(table.rows, ROWS_SHOWN)]
    count = len(shown) + sum(1 for _row in table.rows)
    if not count:
        raise no_message()
    return {
        "columns": table.names,
        "guess": guess_columns(table.names),
        "rows": shown,
        "count": count,
        "encoding": encoding_name(table.encoding),
        "warning": _warning(member, count),
    }


def _warning(member: Principal, count: int) -> str:
    """That the day's quota doesn't hold so many messages."""
    try:
        ensure_quota(member, calls=count)
    except QuotaExceeded as error:
        return str(error.detail)
    return ""
