"""Hand people everything that is kept of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.protocols import PersonalData
from apps.accounts.rights import ensure_in_person
from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.resilience import clock

BATCH = 200
END = "end"


@dataclass(frozen=True)
class ExportLine:
    """One piece. `place` resumes behind it; the last line, of kind `end`, has none."""

    kind: str
    data: object
    place: tuple[str, ...] | None


def export_own_data(*, principal: Principal, after: tuple[str, ...] | None = None) -> Iterator[ExportLine]:
    """Everything of the caller in their organization that was answered before the export began.

    `after` is the place of the last line that was received: the export goes on behind it, and still ends where it began
    to end. Reads in batches, so a slow reader holds nothing open. Raises InsufficientPermissions and ValidationFailed
    before the first line. The audit says when an export began, and that it was read to its end.
    """
    ensure_in_person(principal)
    until, kind, place = _place(after)
    record_audit(principal, "personal_data.export_started")
    return _lines(principal, until, kind, place)


def _place(after: tuple[str, ...] | None) -> tuple[datetime, str, tuple[str, ...] | None]:
    if after is None:
        return clock.now(), next(iter(settings.PERSONAL_DATA)), None
    try:
        return datetime.fromisoformat(after[0]), _known(after[1]), after[2:] or None
    except (ValueError, IndexError) as error:
        detail = _("This isn't a position in your export. Leave it out to start from the beginning.")
        raise ValidationFailed(fields=(FieldError("from", "invalid", detail),)) from error


def _known(kind: str) -> str:
    if kind not in settings.PERSONAL_DATA:
        raise ValueError(kind)
    return kind


def _lines(principal: Principal, until: datetime, first: str, place: tuple[str, ...] | None) -> Iterator[ExportLine]:
    kinds = list(settings.PERSONAL_DATA)
    for kind in kinds[kinds.index(first) :]:
        yield from _pieces(principal, until, kind, place)
        place = None
    record_audit(principal, "personal_data.exported")
    yield ExportLine(END, None, None)


def _pieces(principal: Principal, until: datetime, kind: str, place: tuple[str, ...] | None) -> Iterator[ExportLine]:
    read: PersonalData = import_string(settings.PERSONAL_DATA[kind])
    while batch := read(principal, until=until, after=place, limit=BATCH):
        for item in batch:
            yield ExportLine(kind, item.data, (until.isoformat(), kind, *item.position))
        place = batch[-1].position
