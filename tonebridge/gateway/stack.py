"""THE ORDERED LIST. A request meets these layers from top to bottom; the last one is Django itself."""

from tonebridge.gateway.asgi_types import App
from tonebridge.gateway.cors import Cors
from tonebridge.gateway.credentials import Credentials
from tonebridge.gateway.deadlines import Deadlines
from tonebridge.gateway.django_bridge import DjangoBridge
from tonebridge.gateway.documents import Documents
from tonebridge.gateway.heavy_work import HeavyWork
from tonebridge.gateway.idempotency import Idempotency
from tonebridge.gateway.lanes import Lanes
from tonebridge.gateway.large_bodies import LargeBodies
from tonebridge.gateway.load_shedding import LoadShedding
from tonebridge.gateway.metrics import Metrics
from tonebridge.gateway.probes import Probes
from tonebridge.gateway.problems import Problems
from tonebridge.gateway.rate_limit import RateLimit
from tonebridge.gateway.request_id import RequestId
from tonebridge.gateway.signature import Nonces, Signature
from tonebridge.gateway.tracing import Tracing
from tonebridge.gateway.validation import Validation

LAYERS = (
    RequestId,  # names the request; the caller's language; headers of every answer
    Tracing,  # a span, where an endpoint is set
    Metrics,  # rate, errors, duration
    Cors,  # what pages of other origins may ask
    Problems,  # errors below become problem+json
    Probes,  # /health, /health/ready, /metrics
    LoadShedding,  # too much under way: 503 at once
    Validation,  # size, content type; bodies that are small
    Deadlines,  # by when the answer has to be there
    Credentials,  # token, API key, session
    LargeBodies,  # the rest of other bodies, of known callers
    Signature,  # signed requests
    RateLimit,  # a bucket a person
    HeavyWork,  # files and large bodies take turns
    Nonces,  # signed requests, once each
    Documents,  # strict JSON
    Idempotency,  # one effect a key
    Lanes,  # async doors of the apps
)


def build() -> App:
    """The stack as one ASGI application."""
    app: App = DjangoBridge()
    for layer in reversed(LAYERS):
        app = layer(app)
    return app
