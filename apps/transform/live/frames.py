"""What comes over a WebSocket: JSON objects with a type."""

from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from tonebridge.errors import InvalidRequest, ToneBridgeError
from tonebridge.rest.json_body import read_json

Payload = dict[str, Any]  # JSON
ServerFrame = Literal[
    "transform.delta", "transform.result", "analyze.result", "job.progress", "notification", "error", "pong"
]
"""What the server sends; docs/asyncapi.yaml has each."""
WITHDRAWN: Payload = {"text": "", "withdrawn": True}
"""The last delta where the result is another text than what was told before it."""
CANCEL = "cancel"
"""The one frame of a client's that has no answer."""
LONGEST_ID = 200


def read_frame(text: str) -> Payload | ToneBridgeError:
    """What came, or what is wrong with it."""
    try:
        frame = read_json(text.encode("utf-8", "surrogatepass"))
    except ToneBridgeError as error:
        return error
    if not isinstance(frame, dict) or not isinstance(frame.get("type"), str):
        return InvalidRequest(_("A frame must be a JSON object with a type."))
    if not _is_name(frame.get("id")):
        return InvalidRequest(_("A frame's id must be a number or a string of at most 200 characters."))
    return frame


def _is_name(value: object) -> bool:
    """What an answer may be sent back under: it is echoed as it came."""
    return value is None or isinstance(value, int | float) or (isinstance(value, str) and len(value) <= LONGEST_ID)
