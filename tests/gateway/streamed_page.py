"""A page that is a stream and asks nobody to sign in, for `test_readers_are_asked_once`."""

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import include, path


def streamed(_request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"one, ", b"two"]), content_type="text/plain")


urlpatterns = [path("streamed/export/", streamed), path("", include("tonebridge.urls"))]
