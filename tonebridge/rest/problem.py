"""The members of a problem (RFC 9457), for every door that answers one."""

from typing import Any

from tonebridge.errors import ToneBridgeError

CONTENT_TYPE = "application/problem+json"


def problem_of(error: ToneBridgeError, request_id: str) -> dict[str, Any]:
    """An error as JSON values, its sentences in the language that is active now."""
    return {
        "type": f"urn:tonebridge:problem:{error.code.lower()}",
        "title": str(error.title),
        "status": error.status,
        "detail": str(error.detail),
        "code": error.code,
        "request_id": request_id,
        "errors": [{"field": one.field, "code": one.code, "detail": str(one.detail)} for one in error.fields],
        **error.extensions,
    }
