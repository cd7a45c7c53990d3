"""Plans. Their limits hold from the next call on; one that isn't offered any more is made private, never deleted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.accounts.admin.bases import ModelAdmin
from apps.accounts.models import Plan


@admin.register(Plan)
class PlanAdmin(ModelAdmin):
    list_display = ("name", "code", "per_minute", "per_day", "is_public")
    list_filter = ("is_public",)
    search_fields = ("name", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
