"""Whether one model is asked to hold its answers to a schema: some of them can't."""

from tonebridge.resilience import clock

DECLINED = 3
"""So many messages in a row, each declined with the schema and taken without it, speak against the schema and not the messages."""
FREE_S = 3600.0
"""So long it is asked without. Then it is tried again: what stands behind an address changes."""


class SchemaUse:
    """One model's."""

    def __init__(self) -> None:
        self._declined, self._free_until = 0, 0.0

    @property
    def is_wanted(self) -> bool:
        """Whether the next question comes with its schema."""
        return clock.tick() >= self._free_until

    def note_taken(self) -> None:
        """It answered a question that had one."""
        self._declined = 0

    def note_declined(self) -> None:
        """It answered without what it had declined with it."""
        self._declined += 1
        if self._declined >= DECLINED:
            self._declined, self._free_until = 0, clock.tick() + FREE_S
