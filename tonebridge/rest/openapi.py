"""GET /api/schema: the OpenAPI document, made once a process.

Making it takes half a second of processor time, which nobody who asks has to have an account for, and drf-spectacular
can't do it in two threads at once. JSON comes without spaces, and compressed to who takes that: a tenth of the bytes.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from threading import Lock

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.encoding import force_bytes
from django.utils.http import quote_etag
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

MAX_AGE_S = 300
_making = Lock()
_made: dict[tuple[type[BaseRenderer], bool], "Rendered"] = {}


@dataclass(frozen=True)
class Rendered:
    """The document as it is sent."""

    body: bytes
    etag: str


class OpenApiDocument(SpectacularAPIView):
    """YAML or JSON, as `Accept` asks; with an ETag, so that who has it is told so."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *_given: object, **_named: object) -> HttpResponseBase:
        """The document's bytes. The package's own parameters `lang` and `version` have no effect: there is one language and one version."""
        renderer: BaseRenderer = request.accepted_renderer
        is_compressed = takes_gzip(request.headers.get("Accept-Encoding", ""))
        made = rendered(type(renderer), is_compressed=is_compressed)
        response = HttpResponse(made.body, content_type=renderer.media_type)
        if is_compressed:
            response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ("Accept", "Accept-Encoding"))
        response["Content-Disposition"] = f'inline; filename="tonebridge-openapi.{renderer.format}"'
        response["Content-Language"] = "en"
        response["Cache-Control"] = f"public, max-age={MAX_AGE_S}"
        response["ETag"] = made.etag
        asked: HttpRequest = request._request
        return get_conditional_response(asked, etag=made.etag, response=response) or response


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding names gzip with a weight above 0 (RFC 9110 §12.5.3)."""
    for coding in accepted.lower().replace(" ", "").split(","):
        name, _semicolon, weight = coding.partition(";")
        if name == "gzip":
            return not weight or weight.removeprefix("q=").strip("0.") != ""
    return False


def rendered(kind: type[BaseRenderer], *, is_compressed: bool) -> Rendered:
    """The document as this renderer writes it, and its ETag."""
    with _making:
        if (kind, is_compressed) not in _made:
            body = _render(kind)
            for compressed in (False, True):
                sent = gzip.compress(body, mtime=0) if compressed else body
                _made[kind, compressed] = Rendered(sent, quote_etag(hashlib.sha256(sent).hexdigest()[:32]))
        return _made[kind, is_compressed]


def _render(kind: type[BaseRenderer]) -> bytes:
    document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]  # as the package has it
    if issubclass(kind, OpenApiJsonRenderer):
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    return force_bytes(kind().render(document, renderer_context={}))
