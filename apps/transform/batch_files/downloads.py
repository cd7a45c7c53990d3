"""All results of a job as one answer, written while they are read."""

from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal
from apps.transform.batch_files.writing import csv_lines, jsonl_lines
from apps.transform.queries.batches import all_outcomes
from tonebridge.errors import FieldError, ValidationFailed

FORMS = {"csv": ("text/csv; charset=utf-8", csv_lines), "jsonl": ("application/x-ndjson", jsonl_lines)}


def download(principal: Principal, job_id: UUID, form: str) -> StreamingHttpResponse:
    """The file. Raises NotFound, and ValidationFailed for a form that there isn't."""
    if form not in FORMS:
        raise ValidationFailed(fields=(FieldError("form", "invalid", _("Use csv or jsonl.")),))
    kind, lines = FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="results-{job_id}.{form}"'}
    return StreamingHttpResponse(lines(all_outcomes(principal, job_id)), content_type=kind, headers=headers)
