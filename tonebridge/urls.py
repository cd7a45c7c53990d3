"""Every HTTP door of Django's. The gateway's lanes and probes are served before these."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from apps.accounts.api.well_known import JsonWebKeys
from tonebridge.pages.styleguide import styleguide
from tonebridge.rest.api_reference import ApiReference
from tonebridge.rest.openapi import OpenApiDocument

handler400 = "tonebridge.gateway.problems.bad_request"
handler403 = "tonebridge.gateway.problems.forbidden"
handler404 = "tonebridge.gateway.problems.not_found"
handler500 = "tonebridge.gateway.problems.server_error"

api = [
    path("", include("apps.transform.api.v1.urls")),
    path("", include("apps.accounts.api.v1.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(api)),
    path("api/schema", OpenApiDocument.as_view(), name="schema"),
    path("api/docs", ApiReference.as_view(http_method_names=["get", "head"]), name="docs"),
    path(".well-known/jwks.json", JsonWebKeys.as_view()),
    path("admin/", admin.site.urls),
    path("styleguide/", styleguide, name="styleguide"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("apps.accounts.web.urls")),
    path("", include("apps.transform.web.urls")),
]
