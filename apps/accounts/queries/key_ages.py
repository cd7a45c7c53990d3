"""How old the keys are that sign and seal now, for the metrics."""

import json
from datetime import datetime

from django.conf import settings

from apps.accounts.credentials.signing_keys import key_ring
from apps.accounts.credentials.signing_keys_file import present_text
from tonebridge.resilience import clock
from tonebridge.telemetry import metrics


def sample() -> None:
    """An entry says since when its key is in use in `since`, or in `signs_from`, which rotating writes: ISO 8601 with a
    time zone. Of an entry that says neither no age is known.
    """
    signing = next(row for row in json.loads(present_text()) if row["kid"] == key_ring().signing.kid)
    for ring, row in (("signing", signing), ("encryption", json.loads(settings.ENCRYPTION_KEYS)[0])):
        since = row.get("since") or row.get("signs_from")
        if since:
            age = clock.now() - datetime.fromisoformat(since)
            metrics.KEY_AGE_SECONDS.labels(ring=ring).set(age.total_seconds())
