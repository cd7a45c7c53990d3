"""Celery doors."""

from apps.accounts.actions.forget_expired import forget_expired as forget
from tonebridge.queues.doors import periodic_task


@periodic_task
def forget_expired() -> None:
    """Throw away what has served its time."""
    forget()
