"""Started by beat."""

from tonebridge.events.actions import forget_old_events as forgetting
from tonebridge.events.actions.relay_events import relay_all
from tonebridge.queues.doors import periodic_task


@periodic_task
def relay_events() -> None:
    """Every two seconds: tell subscribers what happened."""
    relay_all()


@periodic_task
def forget_old_events() -> None:
    """Daily: drop months of events that were summed up long ago."""
    forgetting.forget_old_events()
