"""What each operation of the API is called, what it does, and an example: `api/operations.yaml` of each app.

The OpenAPI document takes it from there, for resources and lanes alike; who reads a door's code isn't held up by it.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from tonebridge.strict_yaml import read_yaml

NAME = r"^[a-z]+([A-Z][a-z]+)+$"
"""A verb and what it is about, in camelCase: `listApiKeys`."""
Example = Any  # whatever JSON holds


class Operation(BaseModel):
    """One operation, as its users read of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=NAME)
    tag: str = Field(min_length=1)
    summary: str = Field(min_length=1, max_length=80)
    description: str = Field(min_length=1)
    request: Example = None
    """An example of the body; None: the operation takes none."""
    response: Example = None
    """An example of the answer to it; None: the answer has no body, or is no JSON."""
    response_texts: dict[str, str] = Field(default_factory=dict)
    """Examples of answers that are no JSON, by media type."""

    def answer_as(self, media_type: str) -> Example:
        """The example of an answer of this type."""
        return self.response_texts.get(media_type, self.response)


def operation(method: str, path: str) -> Operation:
    """The operation of a door. Raises ImproperlyConfigured where nobody described it."""
    try:
        return operations()[f"{method.upper()} {path}"]
    except KeyError:
        raise ImproperlyConfigured(
            f"{method.upper()} {path} isn't described in its app's api/operations.yaml"
        ) from None


@cache
def operations() -> dict[str, Operation]:
    """All operations by `METHOD /path`. Raises ImproperlyConfigured for an entry that lacks something or is there twice, with its file."""
    found: dict[str, Operation] = {}
    for file in _files():
        described = read_yaml(file, ENTRIES)
        if twice := found.keys() & described:
            raise ImproperlyConfigured(f"{file}: {', '.join(sorted(twice))} is described by another app, too")
        found |= described
    return found


def _files() -> Iterator[Path]:
    for app in apps.get_app_configs():
        file = Path(app.path) / "api" / "operations.yaml"
        if file.is_file():
            yield file


ENTRIES = TypeAdapter(dict[str, Operation])
