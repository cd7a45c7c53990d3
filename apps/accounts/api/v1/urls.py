"""Addresses under /api/v1/."""

from django.urls import path

from apps.accounts.api import schema  # noqa: F401  describes the credentials wherever these addresses are documented
from apps.accounts.api.v1.api_keys import ApiKey, ApiKeyRotation, ApiKeys
from apps.accounts.api.v1.audit import Audit, AuditExport
from apps.accounts.api.v1.me import Me
from apps.accounts.api.v1.organization import Members, Organization
from apps.accounts.api.v1.own_data import OwnAccount, OwnDataExport
from apps.accounts.api.v1.registration import Registration
from apps.accounts.api.v1.tokens import Logout, Token, TokenRefresh
from apps.accounts.api.v1.usage import Usage

urlpatterns = [
    path("auth/register", Registration.as_view()),
    path("auth/token", Token.as_view()),
    path("auth/token/refresh", TokenRefresh.as_view()),
    path("auth/logout", Logout.as_view()),
    path("auth/me", Me.as_view()),
    path("api-keys", ApiKeys.as_view()),
    path("api-keys/<uuid:key_id>", ApiKey.as_view()),
    path("api-keys/<uuid:key_id>/rotate", ApiKeyRotation.as_view()),
    path("organization", Organization.as_view()),
    path("organization/members", Members.as_view()),
    path("usage", Usage.as_view()),
    path("me", OwnAccount.as_view()),
    path("me/export", OwnDataExport.as_view()),
    path("audit", Audit.as_view()),
    path("audit/export", AuditExport.as_view()),
]
