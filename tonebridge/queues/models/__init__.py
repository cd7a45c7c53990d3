"""A table a file."""

from tonebridge.queues.models.dead_letter import DeadLetter
from tonebridge.queues.models.job import Job
from tonebridge.queues.models.schedule_run import ScheduleRun
from tonebridge.queues.models.turn import Turn

__all__ = ["DeadLetter", "Job", "ScheduleRun", "Turn"]
