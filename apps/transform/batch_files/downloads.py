"""All results of a job as one answer, written while they are read."""

from collections.abc import Iterator
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal
from apps.transform.batch_files.writing import csv_lines, jsonl_lines
from apps.transform.queries.batches import all_outcomes
from tonebridge.errors import FieldError, ValidationFailed

FORMS = {"csv": ("text/csv; charset=utf-8", csv_lines), "jsonl": ("application/x-ndjson", jsonl_lines)}


def download(principal: Principal, job_id: UUID, form: str, *, language: str) -> StreamingHttpResponse:
    """The file, its problems in `language`; where it is empty, in that of who sent the job. Raises NotFound, and ValidationFailed for a form that there isn't."""
    if form not in FORMS:
        raise ValidationFailed(fields=(FieldError("form", "invalid", _("Use csv or jsonl.")),))
    kind, lines = FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="results-{job_id}.{form}"'}
    columns, outcomes = all_outcomes(principal, job_id)
    told = (outcome.read_in(language) for outcome in outcomes)
    return StreamingHttpResponse(_read_in(language, lines(told, columns)), content_type=kind, headers=headers)


def _read_in(language: str, lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines, each made in that language: they are written when the request's own language is no longer active."""
    while True:
        with translation.override(language or "en"):
            line = next(lines, None)
        if line is None:
            return
        yield line
