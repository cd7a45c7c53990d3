"""Many messages at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tonebridge.queues.contracts import JobView


class BatchSource(StrEnum):
    """How the messages came: one that may be answered later, a list in a call, a file."""

    LATER = "later"
    LIST = "list"
    FILE = "file"


Item = Mapping[str, Any]
"""A body of POST /transform as it was given, not checked yet: what is wrong with it is told when its turn comes."""


@dataclass(frozen=True)
class BatchWanted:
    """Messages to transform. `reader_language` is the language of reasons where the caller named one."""

    items: tuple[Item, ...]
    source: BatchSource
    name: str = ""
    reader_language: str = ""


@dataclass(frozen=True)
class BatchView:
    """A batch as its owner sees it: the job, and the file's name where there was one."""

    job: JobView
    source: BatchSource
    name: str


@dataclass(frozen=True)
class ItemOutcome:
    """What became of one item: exactly one of `result` and `problem`. `given_id` is the caller's own name for it."""

    index: int
    given_id: str
    result: Mapping[str, Any] | None
    problem: Mapping[str, Any] | None
