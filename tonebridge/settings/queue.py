"""Celery: the Job table is the truth, a message only says that something waits there. Options measured for Valkey 9 and Celery 5.7."""

from celery.schedules import crontab
from kombu.entity import Queue

from tonebridge import env
from tonebridge.settings.data import BROKER_URL

CELERY_BROKER_URL = BROKER_URL or "redis://127.0.0.1:1/0"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "queue_order_strategy": "priority",
    "priority_steps": [0, 3, 6, 9],
    "sep": ":",
    "global_keyprefix": "{tb}:",
    "health_check_interval": 25,
    "socket_keepalive": True,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_TASK_QUEUES = [
    Queue(name, routing_key=name)  # type: ignore[no-untyped-call]  # kombu leaves this one untyped
    for name in ("critical", "default", "bulk")
]
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_DEFAULT_PRIORITY = 3
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_RETRY_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_TIME_LIMIT = 120
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 30.0
"""A child that isn't up by then ends its whole worker; on a busy machine Celery's four seconds can be too few."""
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
WORKER_NICE = env.integer("TONEBRIDGE_WORKER_NICE", 0)
"""By how much the processes that work leave the processors to others (`nice`). Starting does not: who waits for it would wait long."""
CELERY_WORKER_REDIRECT_STDOUTS = False

CELERY_BEAT_SCHEDULE = {
    "reap-jobs": {
        "task": "tonebridge.queues.tasks.reap_jobs",
        "schedule": 2.0,
        "options": {"queue": "critical", "priority": 0, "expires": 2},
    },
    "relay-events": {
        "task": "tonebridge.events.tasks.relay_events",
        "schedule": 2.0,
        "options": {"queue": "default", "expires": 2},
    },
    "forget-finished-jobs": {"task": "tonebridge.queues.tasks.forget_finished_jobs", "schedule": crontab("50", "3")},
    "forget-batches": {"task": "apps.transform.tasks.forget_batches", "schedule": crontab("15")},
    "make-partitions": {"task": "apps.transform.tasks.make_partitions", "schedule": crontab("10", "3")},
    "count-terms": {"task": "apps.transform.tasks.count_terms", "schedule": crontab("0", "2")},
    "apply-retention": {"task": "apps.transform.tasks.apply_retention", "schedule": crontab("30", "3")},
    "forget-old-events": {"task": "tonebridge.events.tasks.forget_old_events", "schedule": crontab("40", "3")},
    "forget-expired": {"task": "apps.accounts.tasks.forget_expired", "schedule": crontab("20", "4")},
    "forget-unproven": {"task": "apps.accounts.tasks.forget_unproven", "schedule": crontab("40", "4")},
    "verify-audit": {
        "task": "apps.accounts.tasks.verify_audit",
        "schedule": crontab("0", "5"),
        "options": {"queue": "bulk"},
    },
}
"""Times are UTC. A daily task that was missed while beat was down runs when it is back: beat remembers the last run."""

JOB_TASKS = {
    "digest_transformation": "apps.transform.tasks.digest_transformation",
    "digest_batch": "apps.transform.tasks.digest_batch",
    "transform_part": "apps.transform.tasks.transform_part",
    "count_terms": "apps.transform.tasks.count_terms_of",
    "apply_retention": "apps.transform.tasks.apply_retention_of",
    "erase_person": "apps.accounts.tasks.erase_person",
    "erase_organization": "apps.accounts.tasks.erase_organization",
    "send_verification": "apps.accounts.tasks.send_verification",
    "send_password_reset": "apps.accounts.tasks.send_password_reset",
    "send_invitation": "apps.accounts.tasks.send_invitation",
    "send_security_notice": "apps.accounts.tasks.send_security_notice",
}
"""Which task does a kind of job. Apps add theirs; the task is a `tonebridge.queues.doors.job_task`."""
JOBS_AT_LEISURE = ("digest_batch", "count_terms")
"""Kinds that come behind all others of their queue."""
JOB_TIME_LIMITS = {
    "digest_transformation": (20, 30),
    "digest_batch": (60, 75),
    "transform_part": (80, 95),
    "send_verification": (30, 40),
    "send_password_reset": (30, 40),
    "send_invitation": (30, 40),
    "send_security_notice": (30, 40),
}
"""Seconds that an attempt of a kind may take: behind the first its work is told to stop, behind the second its process is killed.
Other kinds have what `CELERY_TASK_SOFT_TIME_LIMIT` and `CELERY_TASK_TIME_LIMIT` say."""
JOB_MAX_ATTEMPTS = 4
JOB_LEASE_S = 6
"""How long a worker may be silent before its job counts as lost. A running job renews its lease three times as often."""
JOB_CHILD_LOST_S = 0.5
"""Before an attempt that has lost its process is made again: it said nothing, so there is nothing to wait for."""
JOB_SEND_AGAIN_S = 10
JOB_RETRY_BASE_S = 2.0
JOB_RETRY_MAX_S = 120.0
"""Waits before another attempt: random between 0 and base·2^attempt. Far below the broker's visibility timeout, or
a waiting message would be delivered twice."""
JOB_RETENTION_DAYS = 30
UNKEPT_RESULT_HOURS = 24
"""How long a job's results can be fetched that history doesn't keep."""
