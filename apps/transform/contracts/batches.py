"""Many messages at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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


Cells = Mapping[str, Any]
"""A row's cells that come back with its result, without empty ones: stored by the positions of their columns, "0" the first, as a
name may be a hundred times as long as what stands below it; told by the names.
"""


def by_name(names: Sequence[str], cells: Cells) -> Cells:
    """Stored cells as they are told."""
    return {names[int(position)]: cell for position, cell in cells.items()}


@dataclass(frozen=True)
class FileRow:
    """A row of a file: the body that it stands for, and its Cells (JSON)."""

    item: Item
    cells: str = "{}"


@dataclass(frozen=True)
class FileRows:
    """All rows of a file, and the names of those of its columns that come back with the results, in their order."""

    rows: tuple[FileRow, ...]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class BatchWanted:
    """Messages to transform. `reader_language` is the language of reasons where the caller named one.

    `columns` are the names of those that come back beside the results; where there are any, `cells` has as many Cells (JSON) as
    there are items.
    """

    items: tuple[Item, ...]
    source: BatchSource
    name: str = ""
    reader_language: str = ""
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class BatchView:
    """A batch as its owner sees it: the job, and the file's name where there was one."""

    job: JobView
    source: BatchSource
    name: str


@dataclass(frozen=True)
class ItemOutcome:
    """What became of one item: exactly one of `result` and `problem`. `given_id` is the caller's own name for it.

    `given` is the body that could not be transformed, for a day; `columns` are the row's own. `is_deleted`: it was done, and its
    message has been deleted since. `problems` has the problem by language, where it was kept in more than that of who sent the job.
    """

    index: int
    given_id: str
    result: Mapping[str, Any] | None
    problem: Mapping[str, Any] | None
    given: Item = field(default_factory=dict)
    columns: Cells = field(default_factory=dict)
    is_deleted: bool = False
    problems: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def read_in(self, language: str) -> "ItemOutcome":
        """The same with its problem in that language, where it was kept in it."""
        return replace(self, problem=self.problems.get(language, self.problem))

    @property
    def number(self) -> int:
        """As people count: from 1."""
        return self.index + 1

    @property
    def status(self) -> str:
        """`done`, `failed` or `deleted`."""
        if self.is_deleted:
            return "deleted"
        return "failed" if self.result is None else "done"
