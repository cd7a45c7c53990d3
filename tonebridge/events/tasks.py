"""Started by beat."""

from tonebridge.events.actions.relay_events import relay_all
from tonebridge.queues.doors import periodic_task


@periodic_task
def relay_events() -> None:
    """Every two seconds: tell subscribers what happened."""
    relay_all()
