"""An export of one's own data as it is sent: JSON lines, each with the cursor that resumes behind it."""

from collections.abc import Iterator

from apps.accounts.actions.export_own_data import ExportLine, export_own_data
from apps.accounts.contracts import Principal
from tonebridge.rest.ndjson import ndjson_line
from tonebridge.rest.pagination import PageRequest, page_until, read_page_request


def export_lines(*, principal: Principal, cursor: str | None = None) -> Iterator[bytes]:
    """From the beginning, or behind the line that had `cursor`.

    Raises InsufficientPermissions, and ValidationFailed for a cursor that isn't one of the caller's, before the first.
    """
    given = {} if cursor is None else {"cursor": cursor}
    place = read_page_request(given, scope=f"export:{principal.user_id}")
    return _sent(export_own_data(principal=principal, after=place.after), place)


def _sent(lines: Iterator[ExportLine], place: PageRequest) -> Iterator[bytes]:
    for line in lines:
        cursor = page_until((), place, line.place).next_cursor
        yield ndjson_line({"type": line.kind, "data": line.data, "cursor": cursor})
