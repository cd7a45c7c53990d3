"""How credentials look in the OpenAPI document."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class GatewayCredentialsScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registration
    """Three ways to show who one is; any of them will do."""

    target_class = "apps.accounts.api.authentication.GatewayCredentials"
    name = ["bearer", "apiKey", "session"]

    def get_security_definition(self, auto_schema: AutoSchema) -> list[dict[str, Any]]:
        return [
            {"type": "http", "scheme": "bearer", "description": "An access token (JWT) from `signIn`, or an API key."},
            {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
        ]

    def get_security_requirement(self, auto_schema: AutoSchema) -> list[dict[str, list[Any]]]:
        return [{name: []} for name in self.name]
