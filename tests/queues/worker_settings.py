"""Settings of the worker that `test_worker.py` starts: its own chores, and less patience."""

from tonebridge.settings.test import *  # noqa: F403  # settings are joined this way

CELERY_IMPORTS = ["tests.queues.chores"]
JOB_TASKS = {name: f"tests.queues.chores.{name}" for name in ("note", "poison", "linger", "dawdle", "sit")} | {
    "unheard": "no.such.task"
}
JOB_TIME_LIMITS = {"dawdle": (1, 30), "sit": (1, 2)}
JOB_MAX_ATTEMPTS = 2
JOB_RETRY_BASE_S = 0.1
LOG_LEVEL = "INFO"
