"""DRF, its schema, and the lifetimes of tokens."""

from datetime import timedelta
from pathlib import Path

from tonebridge import env

INTRODUCTION = Path(__file__).parents[1] / "rest" / "introduction.md"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["apps.accounts.api.authentication.GatewayCredentials"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "tonebridge.rest.negotiation.Negotiation",
    "DEFAULT_SCHEMA_CLASS": "tonebridge.rest.auto_schema.DescribedSchema",
    "EXCEPTION_HANDLER": "tonebridge.gateway.problems.drf_exception_handler",
    "UNAUTHENTICATED_USER": None,
    "STRICT_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ToneBridge",
    "DESCRIPTION": INTRODUCTION.read_text(encoding="utf-8"),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [
        {"url": "/", "description": "The server that this document was read from"},
        {
            "url": "{origin}",
            "description": "Your own server",
            "variables": {
                "origin": {
                    "default": "http://127.0.0.1:8082",
                    "description": "The origin of the server; the default is that of `make run`",
                }
            },
        },
    ],
    "TAGS": [  # in the order of use
        {"name": "Transform", "description": "Rewrite one message."},
        {
            "name": "Analyze",
            "description": "Measure a text, compare two texts, or read a received message. Nothing is stored.",
        },
        {"name": "Preview", "description": "Try short texts without signing in."},
        {"name": "Jobs", "description": "Transform many messages at once, or one message asynchronously."},
        {"name": "Live updates", "description": "WebSockets. `docs/asyncapi.yaml` describes the frames."},
        {"name": "History", "description": "Your past transformations."},
        {"name": "Glossary", "description": "Your organization's terms."},
        {"name": "Usage", "description": "Usage, and writing analytics for the organization."},
        {"name": "API keys", "description": "Credentials for programs."},
        {"name": "Sign-in", "description": "Accounts, tokens, passwords and two-step sign-in."},
        {"name": "Organization", "description": "Members, invitations, settings and the organization's own models."},
        {"name": "Audit log", "description": "Who did what in the organization."},
        {"name": "Your data", "description": "Export your data, or delete your account."},
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {  # what is opened is drawn: a page of tags takes a fraction of the time of one of all operations
        "deepLinking": True,
        "docExpansion": "none",
        "defaultModelsExpandDepth": -1,
        "filter": True,
        "syntaxHighlight": {"activated": False},
    },
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
        "tonebridge.gateway.schema_shared.add_shared",
    ],
}

ACCESS_TOKEN_LIFETIME = timedelta(minutes=10)
REFRESH_TOKEN_LIFETIME = timedelta(days=env.number("TONEBRIDGE_TOKEN_IDLE_DAYS", 14, least=0.01))
"""A sign-in whose refresh token isn't used for so long ends."""
SIGN_IN_LIFETIME = timedelta(days=env.number("TONEBRIDGE_SIGN_IN_DAYS", 90, least=0.01))
"""A sign-in, of a page or with tokens, ends after so long, however much it is used."""
TOKEN_ISSUER = "tonebridge"
TOKEN_AUDIENCE = "tonebridge-api"
