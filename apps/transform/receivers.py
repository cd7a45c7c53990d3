"""What transform does about what happened."""

from collections.abc import Sequence

from apps.transform.actions.sum_up_days import sum_up_days
from tonebridge.events.contracts import Happening


def sum_up(happenings: Sequence[Happening]) -> None:
    """Add messages to the summaries of their days."""
    sum_up_days([each.id for each in happenings])
