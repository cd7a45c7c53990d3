"""Reading a stream of server-sent events."""

import json
from dataclasses import dataclass
from typing import Any

import httpx

Event = tuple[str, Any]  # its name, and its JSON


@dataclass(frozen=True)
class Told:
    """All that a stream said."""

    events: list[Event]

    @property
    def names(self) -> list[str]:
        """In their order, those of deltas once."""
        found = [name for name, _data in self.events]
        return [name for at, name in enumerate(found) if name != "delta" or found[at - 1] != "delta"]

    @property
    def shown(self) -> str:
        """What somebody sees who reads along."""
        return "".join(data["text"] for name, data in self.events if name == "delta")

    @property
    def result(self) -> dict[str, Any]:
        """The verified one. Raises AssertionError where there isn't exactly one."""
        (found,) = [data for name, data in self.events if name == "result"]
        assert isinstance(found, dict)
        return found

    @property
    def problem(self) -> dict[str, Any]:
        """What it ended with instead."""
        (found,) = [data for name, data in self.events if name == "error"]
        assert isinstance(found, dict)
        return found


def read(answer: httpx.Response) -> Told:
    """Every event of a stream that was read to its end."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/event-stream"
    return Told([event(block) for block in answer.text.split("\n\n") if block])


def event(block: str) -> Event:
    name, data = block.split("\n")
    assert name.startswith("event: ") and data.startswith("data: ")
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))
