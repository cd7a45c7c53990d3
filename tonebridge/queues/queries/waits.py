"""Since when work waits."""

from datetime import datetime

from django.db import connection

WAITING = """
    SELECT ready.priority, min(GREATEST(ready.since, turn.served_at))
    FROM (
        SELECT priority, parent_id IS NOT NULL AS takes_turns, min(GREATEST(created_at, due_at)) AS since,
               COALESCE(organization_id, '00000000-0000-0000-0000-000000000000') AS holder
        FROM jobs
        WHERE finished_at IS NULL AND status = 'queued' AND parts = 0 AND (due_at IS NULL OR due_at <= %(now)s)
        GROUP BY priority, takes_turns, holder
    ) AS ready
    LEFT JOIN queue_turns AS turn
        ON ready.takes_turns AND turn.holder = ready.holder AND turn.queue = ready.priority
    GROUP BY ready.priority
"""


def waiting_since(now: datetime) -> dict[str, datetime]:
    """By queue, since when what is due there has waited longest; nothing of a queue where none waits.

    A job waits since it was made, or may be tried again. Where organizations take turns (`actions/claim_next_part.py`), its parts wait
    since its last turn as well: many that are worked off one by one aren't late.
    """
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"now": now})
        return dict(cursor.fetchall())
