"""Logs are JSON lines on standard error; traces go out only where an endpoint is named."""

from tonebridge import env

LOG_LEVEL = env.text("TONEBRIDGE_LOG_LEVEL", "INFO").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "tonebridge.telemetry.logs.JsonFormatter"}},
    "filters": {
        "request_id": {"()": "tonebridge.telemetry.logs.RequestIdFilter"},
        "bounded": {"()": "tonebridge.telemetry.logs.Bounded"},
        "without_bodies": {"()": "tonebridge.queues.logs.WithoutBodies"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},  # quotes hosts and fields of a stranger
        "uvicorn.access": {"level": "CRITICAL", "propagate": False},
        "uvicorn.error": {
            "level": "WARNING",
            "filters": ["bounded"],
        },  # below stand targets, cookies and keys of sockets
        "channels_redis": {
            "level": "CRITICAL"
        },  # every second without the server; `queues/topics/listener.py` says it once
        "websockets": {"level": "WARNING"},
        "websockets.server": {"filters": ["bounded"]},
        "httpx": {"level": "WARNING"},
        "httpx2": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "openai": {"level": "WARNING"},  # below stand whole calls of a model
        "anthropic": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
        "celery.worker.consumer.consumer": {"filters": ["without_bodies"]},
        "celery.app.trace": {
            "level": "CRITICAL"
        },  # quotes what an exception says; `queues/signals.py` reports failures
    },
}
OTEL_EXPORTER_OTLP_ENDPOINT = env.text("OTEL_EXPORTER_OTLP_ENDPOINT")
METRICS_ADDRESSES = env.words("TONEBRIDGE_METRICS_ADDRESSES", "127.0.0.0/8,::1/128")
"""Networks that may read /metrics and the details of /health/ready: their own addresses, not those of a proxy in front."""
METRICS_TOKEN = env.text("TONEBRIDGE_METRICS_TOKEN")
"""Where it is set, /metrics asks for `Authorization: Bearer …` besides."""

READINESS_PROBES = {
    "database": "tonebridge.telemetry.dependencies.database",
    "migrations": "tonebridge.telemetry.dependencies.migrations",
    "cache": "tonebridge.telemetry.dependencies.cache",
    "broker": "tonebridge.queues.probes.broker",
    "worker": "tonebridge.queues.probes.worker",
    "partitions": "tonebridge.partitions.watching.probe",
    "spool": "tonebridge.spool.watching.probe",
}
"""What /health/ready tries, by name. A probe returns when all is well and raises otherwise (`telemetry/probes.py`)."""
READY_WITHOUT_DATABASE = "tonebridge.spool.database_availability.serves_known_callers"
"""Whether to send requests here although the database is away: those who are known are served without it for a while."""
METRICS_SAMPLERS = {
    "jobs": "tonebridge.queues.samplers.jobs",
    "workers": "tonebridge.queues.samplers.workers",
    "schedules": "tonebridge.queues.samplers.schedules",
    "keys": "apps.accounts.queries.key_ages.sample",
    "partitions": "tonebridge.partitions.watching.sample",
    "spool": "tonebridge.spool.watching.sample",
}
"""Functions that fill the sampled gauges when /metrics is read, by name (`telemetry/collecting.py`)."""
