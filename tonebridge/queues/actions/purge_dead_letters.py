"""Throw old letters away."""

from datetime import timedelta

from tonebridge.queues.models import DeadLetter
from tonebridge.resilience import clock


def purge_dead_letters(*, days: int, unread: bool = False) -> int:
    """Delete letters older than `days`: those that were replayed, with `unread` the others too. Answers how many."""
    letters = DeadLetter.objects.filter(created_at__lt=clock.now() - timedelta(days=days))
    return (letters if unread else letters.exclude(replayed_at=None)).delete()[0]
