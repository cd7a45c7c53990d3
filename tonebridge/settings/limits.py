"""What a request may hold, and what callers may hold of this process: bytes and connections."""

from tonebridge import env

MB = 1024 * 1024

BODY_BYTES_BEFORE_CREDENTIALS = 64 * 1024
"""So much of a body is read before anybody looks who sends it. More is only taken from those who have signed in."""
MAX_BODY_BYTES = MB
"""Largest body of an API call, and of JSON anywhere: one message of 10,000 characters needs far less."""
LARGE_JSON = {"/api/v1/transform/batch": 5 * MB}
"""Doors that take more JSON: 100 messages."""
LARGE_FORMS = {"/api/v1/jobs/import": 20 * MB, "/jobs/new/": 20 * MB, "/jobs/columns/": 20 * MB}
"""Doors that take more in a form: a file of 10,000 messages."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * MB
"""Of any other form."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * MB
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
"""Files hold messages, so none is laid on the disk for a moment. The front door bounds their size."""

GATEWAY_HELD_BYTES = env.integer("TONEBRIDGE_HELD_MB", 256, least=1) * MB
"""Of large bodies and unfinished heads in one process, until their requests are answered; beyond it: 503."""
GATEWAY_HELD_BYTES_UNKNOWN = env.integer("TONEBRIDGE_HELD_UNKNOWN_MB", 48, least=1) * MB
"""The share of it that those may fill who haven't shown who they are."""
GATEWAY_HELD_BYTES_AN_ADDRESS = env.integer("TONEBRIDGE_HELD_AN_ADDRESS_MB", 64, least=1) * MB
"""What may be held of one address (of IPv6 a /64); beyond it: 429."""
GATEWAY_CONNECTIONS = env.integer("TONEBRIDGE_CONNECTIONS", 20_000, least=1)
"""Open connections of one process; the next one is told 503 and closed."""
GATEWAY_CONNECTIONS_AN_ADDRESS = env.integer("TONEBRIDGE_CONNECTIONS_AN_ADDRESS", 4_000, least=1)
"""Those of one address (of IPv6 a /64) that is no trusted proxy; the next one is told 429 and closed."""
