"""The queue's own chores, started by beat."""

from tonebridge.queues.actions import forget_finished_jobs as forgetting
from tonebridge.queues.actions import reap_jobs as reaping
from tonebridge.queues.doors import periodic_task


@periodic_task
def reap_jobs() -> None:
    """Every 2 seconds: send again, give up what is lost for good."""
    reaping.reap_jobs()


@periodic_task
def forget_finished_jobs() -> None:
    """Daily: delete jobs that ended long ago."""
    forgetting.forget_finished_jobs()
