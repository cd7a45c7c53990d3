"""Settings of workers that drills start for work that goes wrong: `drills/mishaps.py`, and less patience."""

from tonebridge.settings.local import *  # noqa: F403  # settings are joined this way
from tonebridge.settings.queue import JOB_TASKS as PRODUCTS
from tonebridge.settings.queue import JOB_TIME_LIMITS as LIMITS

CELERY_IMPORTS = ["drills.mishaps"]
KINDS = ("drill_refused", "drill_slow", "drill_stuck", "drill_lingering")
JOB_TASKS = {**PRODUCTS, **{kind: f"drills.mishaps.{kind}" for kind in KINDS}}
JOB_TIME_LIMITS = {**LIMITS, "drill_slow": (2, 20), "drill_stuck": (1, 3)}
JOB_RETRY_BASE_S = 0.5
