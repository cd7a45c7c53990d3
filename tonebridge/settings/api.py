"""DRF, its schema, and the lifetimes of tokens."""

from datetime import timedelta

from tonebridge.settings import env

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["apps.accounts.api.authentication.GatewayCredentials"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "tonebridge.rest.negotiation.Negotiation",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "tonebridge.gateway.problems.drf_exception_handler",
    "UNAUTHENTICATED_USER": None,
    "STRICT_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ToneBridge",
    "DESCRIPTION": "Rewrites messages between engineers and everyone else, and proves that the facts survived.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "StatusEnum": ["approved", "candidate"],
        "JobStatusEnum": ["queued", "running", "succeeded", "failed", "dead", "cancelled"],
        "JobPriorityEnum": ["critical", "default", "bulk"],
        "KindEnum": ["jargon", "forbidden", "preserve"],
        "SignInKindEnum": ["page", "token"],
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "tonebridge.gateway.schema.add_lanes",
        "tonebridge.gateway.schema.add_problems",
    ],
}

ACCESS_TOKEN_LIFETIME = timedelta(minutes=10)
REFRESH_TOKEN_LIFETIME = timedelta(days=env.number("TONEBRIDGE_TOKEN_IDLE_DAYS", 14, least=0.01))
"""A sign-in whose refresh token isn't used for so long ends."""
SIGN_IN_LIFETIME = timedelta(days=env.number("TONEBRIDGE_SIGN_IN_DAYS", 90, least=0.01))
"""A sign-in, of a page or with tokens, ends after so long, however much it is used."""
TOKEN_ISSUER = "tonebridge"
TOKEN_AUDIENCE = "tonebridge-api"
