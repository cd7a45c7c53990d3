"""The OpenAPI document as the code makes it, for tests that read it."""

import json
from typing import Any

from drf_spectacular.generators import SchemaGenerator


def generated() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(SchemaGenerator().get_schema(public=True), default=str))
    return document


DOCUMENT = generated()
