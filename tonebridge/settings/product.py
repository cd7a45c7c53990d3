"""What the product is made of: lanes, tiers, limits. Upper floors plug into lower ones here, by dotted path."""

from tonebridge import env

GATEWAY_LANES = [
    "apps.accounts.api.v1.lanes.LANES",
    "apps.transform.api.v1.lanes.LANES",
    "apps.transform.api.v1.job_events.LANES",
    "apps.analyze.api.v1.lanes.LANES",
]
"""Lists of `tonebridge.rest.lanes.Lane`: async doors that never enter Django's request cycle."""

GATEWAY_CALLERS = "apps.accounts.gateway.callers.AccountCallers"
"""Who calls, by what they show: a class of `tonebridge.gateway.protocols.Callers`."""
GATEWAY_SECURITY_LOG = "apps.accounts.gateway.security_log.AccountSecurityLog"
"""Where misuse and refused credentials leave a trace: a class of `tonebridge.gateway.protocols.SecurityLog`."""
GATEWAY_IDEMPOTENCY_KEYS = "apps.accounts.gateway.idempotency.AccountIdempotencyKeys"
"""Who keeps Idempotency-Keys and their answers: a class of `tonebridge.gateway.protocols.IdempotencyKeys`."""

GATEWAY_THREADS = env.integer("TONEBRIDGE_THREADS", 3, least=0)
"""Threads for Django and for rewriting, a process. 0: everything in the caller's own thread (tests).

Few: one of them computes at a time, the others wait for the database, and the event loop waits behind all that compute.
"""

GATEWAY_EXPRESS_LANE = env.flag("TONEBRIDGE_EXPRESS_LANE", True)
"""Whether requests that are the same bytes again are answered before they are parsed (`gateway/express.py`)."""
GATEWAY_MOST_IN_FLIGHT = env.integer("TONEBRIDGE_MOST_IN_FLIGHT", 4_000, least=1)
"""Requests under way in one process; the next one gets 503."""
GATEWAY_ANONYMOUS_PER_MINUTE = env.integer("TONEBRIDGE_ANONYMOUS_PER_MINUTE", 60, least=1)
GATEWAY_PAGES_AN_ADDRESS = env.integer("TONEBRIDGE_PAGES_AN_ADDRESS", 64, least=1)
"""Pages that one address (of IPv6 a /64) may wait for at once in one process; the next one gets 429."""
GATEWAY_REFUSED_PER_MINUTE = env.integer("TONEBRIDGE_REFUSED_PER_MINUTE", 60, least=1)
"""Wrong credentials that one address (of IPv6 a /64) may show; after that nothing it shows is looked up for a while."""
GATEWAY_MOST_WAITING = env.integer("TONEBRIDGE_MOST_WAITING", 2_000, least=1)
"""Pieces of work that wait for a thread of one process."""
GATEWAY_MOST_WAIT_S = env.integer("TONEBRIDGE_MOST_WAIT_S", 2, least=1)
"""How long the next of them would wait: a request has eight seconds in all, and several pieces."""
GATEWAY_QUEUES = ["tonebridge.resilience.threads.waiting"]
"""Functions that say how much work waits, added up."""
GATEWAY_BATCH_PATHS = ("/transform/batch", "/jobs/import", "/glossary/import")
"""Ends of paths whose callers don't sit and wait: refused first."""
GATEWAY_HEAVY_PATHS = (*GATEWAY_BATCH_PATHS, "/jobs/new/", "/jobs/columns/", "/glossary/import/")
"""Ends of paths where a file is read, however small it is."""
GATEWAY_EXPORT_PATHS = ("/export", "/export/")
"""Ends of paths where one is written."""
GATEWAY_HEAVY_SHARE = 0.5
"""Of the threads, how many may work on files and large bodies at once, rounded down; one at least."""

DEADLINE_S = env.number("TONEBRIDGE_DEADLINE_S", 8.0, least=0.1)
"""By when an answer of the API is there."""
DEADLINES_FIT_MODELS = not (env.text("TONEBRIDGE_DEADLINE_S") or env.text("TONEBRIDGE_STREAM_DEADLINE_S"))
"""Whether a transform gets the time that the operator's models need, where that is more. Not where a deadline is set."""
MODELS_DEADLINE = "apps.transform.providers.ladder.deadline_s"
"""How long that is, in seconds: a function."""
PAGE_DEADLINE_S = 30.0
STREAM_DEADLINE_S = env.number("TONEBRIDGE_STREAM_DEADLINE_S", 20.0, least=0.1)
"""For answers that are read while they are written: an API's path that ends in `/stream`, and live connections."""
DEADLINE_BOUNDS_S = (0.05, 30.0)
"""What `X-TB-Deadline-Ms` may ask for."""

LIVE_CONNECTIONS = {"free": 10, "starter": 100, "pro": 1_000, "enterprise": 10_000, "benchmark": 20_000}
"""WebSockets that an organization may hold open in one process, by the code of its plan; any other plan has 100."""

TEXT_MAX_CHARACTERS = 10_000
PREVIEW_MAX_CHARACTERS = 500
PREVIEW_PER_MINUTE = 3
PREVIEW_PER_DAY = 10
IDEMPOTENCY_HOURS = 24
TRUSTED_PROXIES = env.words("TONEBRIDGE_TRUSTED_PROXIES")
DEMO_PLAN = env.text("TONEBRIDGE_DEMO_PLAN", "pro")
PARTITION_MONTHS_AHEAD = 6
EXPIRING_TABLES = ("transformations", "analytics")
"""Tables partitioned by month whose months retention drops, parents before children."""
PARTITIONED_TABLES = (*EXPIRING_TABLES, "audit", "events")
"""All tables partitioned by month. What isn't in the list above isn't an organization's to decide on: an audit that forgets
proves nothing, and from events, which hold no text and no person, figures are built anew."""
EVENT_RETENTION_DAYS = env.integer("TONEBRIDGE_EVENT_RETENTION_DAYS", 400, least=1)
"""After so long a month of events goes, if all of them were relayed. Figures that were summed up from them stay."""

PERSONAL_DATA = {
    "account": "apps.accounts.queries.personal_data.account",
    "api_key": "apps.accounts.queries.personal_data.api_keys",
    "sign_in": "apps.accounts.queries.personal_data.sign_ins",
    "invitation": "apps.accounts.queries.personal_data.invitations",
    "kept_answer": "apps.accounts.queries.personal_data.kept_answers",
    "transformation": "apps.transform.queries.personal_data.transformations",
    "feedback": "apps.transform.queries.personal_data.feedback",
    "job": "apps.transform.queries.personal_data.jobs",
    "batch_item": "apps.transform.queries.personal_data.batch_items",
    "glossary_term": "apps.transform.queries.personal_data.glossary_terms",
    "usage": "apps.accounts.queries.personal_data.usage",
    "audit": "apps.accounts.queries.personal_data.audit",
}
"""What a person gets who asks for all of their data, by kind: `apps.accounts.protocols.PersonalData`, in this order."""
EXPIRING_MESSAGES = "apps.transform.queries.expiring.messages_before"
"""How many messages would go if they were kept for a shorter time: `apps.accounts.protocols.ExpiringMessages`."""
ERASERS = [
    "apps.transform.actions.erase_messages.erase_messages",
    "apps.accounts.actions.erase_traces.erase_traces",
]
"""Who deletes what when a person or an organization goes: `apps.accounts.protocols.Eraser`, in this order."""

OUTBOX_SUBSCRIBERS = {"message.transformed": ["apps.transform.receivers.sum_up"]}
"""Who is told of the outbox's events, by their names: dotted paths of `tonebridge.events.contracts.Subscriber`."""

SPOOL_WRITERS = {"transformation": "apps.transform.actions.write_spooled.write_spooled"}
"""Who writes what waited for the database, by its kind: dotted paths of `tonebridge.spool.contracts.Writer`."""

WARM_UP = [
    "apps.transform.story.warm_up.load_models",
    "apps.transform.story.warm_up.load_rulebooks",
    "tonebridge.serving.file_pages.release",
]
"""Run in every web process before its first request, and in every worker before it forks: prompts, dictionaries, rulebooks; a wrong one stops the start.
The last gives back what only loading needed."""
COOL_DOWN = ["apps.transform.story.driving.close_models"]
"""Awaited in every web process after its last request."""
