"""A table a file."""

from tonebridge.events.models.event import Event

__all__ = ["Event"]
