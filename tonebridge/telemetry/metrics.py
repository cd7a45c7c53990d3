"""Every metric name of the product. What is counted elsewhere is imported from here.

Labels have few values: route templates, never paths; codes, never sentences; no ids of people or organizations.
Durations are seconds. Gauges marked "sampled" are filled when /metrics is read, by `settings.METRICS_SAMPLERS`.
Seven names come from the architecture document and stand as it spells them; the others begin with `tonebridge_`.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from tonebridge.telemetry import collecting

disable_created_metrics()  # type: ignore[no-untyped-call]  # prometheus_client leaves this one untyped

Word = TypeVar("Word", bound=str)

FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SLOW = (0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120)

# The front door.
API_REQUESTS = Counter("api_request_total", "Answers given.", ["method", "route", "status"])
API_ERRORS = Counter("api_error_total", "Problems answered, by code of the contract.", ["route", "code"])
API_REQUEST_SECONDS = Histogram(
    "api_request_duration_seconds", "From the first byte read to the last one sent.", ["method", "route"], buckets=FAST
)
ACTIVE_CONNECTIONS = Gauge(
    "active_connections", "Open now, by kind: http, stream, websocket.", ["kind"], multiprocess_mode="livesum"
)
REQUESTS_SHED = Counter(
    "tonebridge_requests_shed_total",
    "Requests and connections refused because too much was under way: in all, or of one address.",
    ["reason"],
)
HEADS_REFUSED = Counter(
    "tonebridge_heads_refused_total",
    "Heads, and what stands around a body, that the server itself refused: not to be read (400), too slow (408), too large (431), "
    "too much of one address at once (429), no room for it (503).",
    ["status"],
)
RATE_LIMIT_DECISIONS = Counter(
    "tonebridge_rate_limit_decisions_total",
    "Outcome: allowed, refused; unchecked counts those that a process decided alone, its server being away.",
    ["outcome"],
)

CREDENTIALS_REFUSED = Counter(
    "tonebridge_credentials_refused_total", "Tokens and keys that were shown and not believed.", ["refusal"]
)
SECURITY_EVENTS = Counter("tonebridge_security_events_total", "What `telemetry/security_events.py` names.", ["event"])

SERVER_COMPLAINTS = Counter(
    "tonebridge_server_complaints_total",
    "Requests and connections that the web server couldn't make sense of or serve, by level. A line a second is logged.",
    ["level"],
)

# Transforming and analyzing.
TRANSFORM_SECONDS = Histogram(
    "transform_duration_seconds", "One message through the pipeline.", ["type", "tier"], buckets=FAST
)
TRANSFORMS = Counter(
    "tonebridge_transforms_total", "Outcome: kept, repaired, look or review.", ["type", "language", "tier", "outcome"]
)
PROVIDER_CALLS = Counter(
    "tonebridge_provider_calls_total",
    "Calls of a rung, or of the witness. Outcome: answered, refused, failed, timeout; of the witness also no time, nothing to read.",
    ["tier", "outcome"],
)
PROVIDER_SECONDS = Histogram("tonebridge_provider_duration_seconds", "One call of a rung.", ["tier"], buckets=SLOW)
MODEL_TOKENS = Counter(
    "tonebridge_model_tokens_total",
    "Tokens of calls to models, used or not. Tier: who wrote, or witness. Direction: input, output.",
    ["tier", "direction"],
)
MODEL_COST = Counter(
    "tonebridge_model_cost_dollars_total", "What these cost at the prices in the settings, in dollars.", ["tier"]
)
ANALYZE_SECONDS = Histogram(
    "tonebridge_analyze_duration_seconds", "One message through every lens.", ["language"], buckets=FAST
)

# Caching. `cache_hit_ratio` is computed from these when they are read.
CACHE_REQUESTS = Counter(collecting.CACHE_REQUESTS, "Level: l1, l2. Outcome: hit, miss, error.", ["level", "outcome"])

# Jobs and events.
QUEUE_DEPTH = Gauge("queue_depth", "Jobs waiting (sampled).", ["queue"], multiprocess_mode="mostrecent")
JOBS = Gauge("tonebridge_jobs", "Jobs that are not over (sampled).", ["status"], multiprocess_mode="mostrecent")
JOB_SECONDS = Histogram(
    "tonebridge_job_duration_seconds",
    "One attempt. Outcome: succeeded, retried, failed, dead, lost.",
    ["kind", "outcome"],
    buckets=SLOW,
)
DEAD_LETTERS = Gauge(
    "tonebridge_dead_letters", "Dead letters nobody has replayed (sampled).", multiprocess_mode="mostrecent"
)
OLDEST_JOB_SECONDS = Gauge(
    "tonebridge_oldest_job_seconds",
    "For how long a job that is due has waited at worst: since it was made, may be tried again, or (parts of large jobs) its "
    "organization had a turn; 0 where none waits (sampled).",
    ["queue"],
    multiprocess_mode="mostrecent",
)
SCHEDULE_FAILED = Gauge(
    "tonebridge_schedule_failed",
    "1 while the last run of a scheduled task has failed (sampled).",
    ["schedule"],
    multiprocess_mode="mostrecent",
)
SCHEDULE_AGE_SECONDS = Gauge(
    "tonebridge_schedule_age_seconds",
    "Since a scheduled task last succeeded; since it is known where it never has (sampled).",
    ["schedule"],
    multiprocess_mode="mostrecent",
)
WORKER_UP = Gauge(
    "tonebridge_worker_up",
    "1 while a worker of the queue gives signs of life (sampled).",
    ["queue"],
    multiprocess_mode="mostrecent",
)
EVENT_DELIVERIES = Counter("tonebridge_event_deliveries_total", "Outcome: delivered, failed.", ["event", "outcome"])

# The house itself.
KEY_AGE_SECONDS = Gauge(
    "tonebridge_key_age_seconds",
    "Since the first key of a ring (signing, encryption) was put there; missing where its entry doesn't say (sampled).",
    ["ring"],
    multiprocess_mode="mostrecent",
)
PARTITIONS_AHEAD = Gauge(
    "tonebridge_partitions_ahead",
    "Months beyond this one that every table has (sampled).",
    multiprocess_mode="mostrecent",
)
SPOOL_ENTRIES = Counter(
    "tonebridge_spool_entries_total",
    "What was to be written while the database was away. Outcome: kept, dropped (no room); written, known, lost later.",
    ["outcome"],
)
SPOOL_BYTES = Gauge(
    "tonebridge_spool_bytes", "What waits for the database, on disk (sampled).", multiprocess_mode="mostrecent"
)
DEPENDENCY_UP = Gauge(
    "tonebridge_dependency_up",
    "1 when the last readiness check passed.",
    ["dependency"],
    multiprocess_mode="mostrecent",
)
BREAKER_STATE = Gauge(
    "tonebridge_circuit_breaker_state",
    "0 closed, 1 half open, 2 open, as the process last heard.",
    ["breaker"],
    multiprocess_mode="mostrecent",
)
BREAKER_TRANSITIONS = Counter("tonebridge_circuit_breaker_transitions_total", "Into a state.", ["breaker", "state"])
DATABASE_POOL = Gauge(
    "tonebridge_database_pool",
    "Connections of the processes' pools, by kind: open, idle; waiting counts who waits for one.",
    ["kind"],
    multiprocess_mode="livesum",
)
HELD_BYTES = Gauge(
    "tonebridge_held_bytes", "Of requests that aren't answered yet, as bounded.", multiprocess_mode="livesum"
)
WAITING_WORK = Gauge("tonebridge_waiting_work", "Work that waits for a thread.", multiprocess_mode="livesum")
EVENT_LOOP_LAG = Gauge(
    "tonebridge_event_loop_lag_seconds",
    "By how much the event loop was late in the last second, at worst.",
    multiprocess_mode="max",
)
SAMPLER_FAILURES = Counter("tonebridge_sampler_failures_total", "Samplers that gave no figures.", ["sampler"])


def children(counter: Counter, values: Iterable[Word]) -> dict[Word, Counter]:
    """A counter's children by the value of its only label. Each is 0 until it happens: of something that appears at 1, `rate` and
    `increase` see nothing.
    """
    return {value: counter.labels(value) for value in values}


def observe_alike(histogram: Histogram, seconds: float, times: int) -> None:
    """Observe the same duration so many times, at the price of once; it lies within the lowest bucket."""
    histogram._sum.inc(seconds * times)
    histogram._buckets[0].inc(times)  # buckets add up when they are read


def exposition() -> tuple[bytes, str]:
    """The text for Prometheus and its content type. Blocks up to a second for the samplers: call it in a thread."""
    samplers = children(SAMPLER_FAILURES, settings.METRICS_SAMPLERS)
    for sampler in collecting.failed_samplers():
        samplers[sampler].inc()
    return generate_latest(collecting.Everything()), CONTENT_TYPE_LATEST
