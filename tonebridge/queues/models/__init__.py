"""A table a file."""

from tonebridge.queues.models.dead_letter import DeadLetter
from tonebridge.queues.models.job import Job

__all__ = ["DeadLetter", "Job"]
