"""What may travel through the broker: ids, times, numbers. A message's text stays in the database, encrypted."""

import re
from collections.abc import Mapping
from uuid import UUID

from tonebridge.queues.contracts import Ids

ID = re.compile(r"[\w:.+@-]{0,64}", re.ASCII)
REMOVED = "<removed>"


def require_ids(payload: Ids) -> None:
    """Raise ValueError, naming the key and not the value, if anything in the payload isn't an id."""
    for key, value in payload.items():
        if only_ids(value) != (list(value) if isinstance(value, tuple) else value):
            raise ValueError(f"{key}: a job carries ids only, at most 64 ASCII characters without spaces")


def only_ids(value: object) -> object:
    """The value as JSON with everything removed that isn't an id, for records that outlive the work."""
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, Mapping):
        return {str(only_ids(str(key))): only_ids(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [only_ids(item) for item in value]
    return str(value) if ID.fullmatch(str(value)) else REMOVED


def is_uuid(value: object) -> bool:
    """Whether the value spells a UUID."""
    try:
        return str(UUID(str(value))) == str(value)
    except ValueError:
        return False
