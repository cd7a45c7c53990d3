"""Answers of any length: one JSON object a line, written as it is read."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rest_framework.renderers import JSONRenderer

NDJSON = "application/x-ndjson"


class Ndjson(JSONRenderer):
    """Lets a caller ask for `application/x-ndjson`. The lines themselves are streamed; this renders refusals."""

    media_type = NDJSON
    format = "ndjson"


def ndjson_line(item: Mapping[str, Any]) -> bytes:
    """One line. Ids become texts, times RFC 3339 in UTC to the microsecond."""
    return json.dumps(item, ensure_ascii=False, default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value)
