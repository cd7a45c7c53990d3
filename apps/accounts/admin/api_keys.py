"""API keys. Staff see whose they are and can end them; nobody ever sees a secret."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.accounts.admin.bases import ModelAdmin
from apps.accounts.admin.recording import record_by_staff
from apps.accounts.models import ApiKey
from tonebridge.resilience import clock


@admin.register(ApiKey)
class ApiKeyAdmin(ModelAdmin):
    list_display = ("name", "prefix", "organization", "user", "last_used_at", "expires_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("organization", "user")
    search_fields = ("name", "prefix", "organization__name", "user__email")
    fields = readonly_fields = (
        "name",
        "prefix",
        "organization",
        "user",
        "scopes",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    )
    actions = ("revoke",)

    @admin.action(description=_("Revoke the selected keys"), permissions=["change"])
    def revoke(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        ended = list(keys.filter(revoked_at=None))
        count = keys.filter(revoked_at=None).update(revoked_at=clock.now())
        for key in ended:
            record_by_staff(request, key, "api_key.revoked")
        self.message_user(request, ngettext("%d key has been revoked.", "%d keys have been revoked.", count) % count)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A key is made by the person it acts for."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Revoked keys stay, so that it can be told what they were."""
        return False
