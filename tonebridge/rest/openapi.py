"""GET /api/schema: the OpenAPI document, made once a process.

Making it takes half a second of processor time, which nobody who asks has to have an account for, and drf-spectacular
can't do it in two threads at once.
"""

import hashlib
from threading import Lock

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.encoding import force_bytes
from django.utils.http import quote_etag
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

MAX_AGE_S = 300
_making = Lock()
_made: dict[type[BaseRenderer], tuple[bytes, str]] = {}


class OpenApiDocument(SpectacularAPIView):
    """YAML or JSON, as `Accept` asks; with an ETag, so that who has it is told so."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *_given: object, **_named: object) -> HttpResponseBase:
        """The document's bytes. The package's own parameters `lang` and `version` have no effect: there is one language and one version."""
        renderer: BaseRenderer = request.accepted_renderer
        body, etag = rendered(type(renderer))
        response = HttpResponse(body, content_type=renderer.media_type)
        response["Content-Disposition"] = f'inline; filename="tonebridge-openapi.{renderer.format}"'
        response["Cache-Control"] = f"public, max-age={MAX_AGE_S}"
        response["ETag"] = etag
        asked: HttpRequest = request._request
        return get_conditional_response(asked, etag=etag, response=response) or response


def rendered(kind: type[BaseRenderer]) -> tuple[bytes, str]:
    """The document as this renderer writes it, and its ETag."""
    with _making:
        if kind not in _made:
            _made[kind] = _render(kind)
        return _made[kind]


def _render(kind: type[BaseRenderer]) -> tuple[bytes, str]:
    document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]  # as the package has it
    body = force_bytes(kind().render(document, renderer_context={}))
    return body, quote_etag(hashlib.sha256(body).hexdigest()[:32])
