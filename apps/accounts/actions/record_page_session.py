"""Keep whose a session of pages is."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.accounts.clients import client_of
from apps.accounts.models import PageSession


def record_page_session(
    *, session_key: str, user_id: UUID, began_at: datetime, used_at: datetime, user_agent: str, site: str
) -> UUID | None:
    """Once at its beginning, and again each time that its use is noted: sessions of a version before have no row yet.

    The row's id, which the session keeps; None where the session, or its user, has been deleted meanwhile.
    """
    said = {"user_id": user_id, "client": client_of(user_agent), "site": site}
    with suppress(IntegrityError), transaction.atomic():
        row, _is_new = PageSession.objects.update_or_create(
            session_id=session_key,
            defaults={"last_used_at": used_at},
            create_defaults={**said, "created_at": began_at, "last_used_at": used_at},
        )
        return row.id
    return None
