"""Who has which plan, and since when."""

from django.contrib import admin

from apps.accounts.admin.bases import ModelAdmin
from apps.accounts.models import Subscription


@admin.register(Subscription)
class SubscriptionAdmin(ModelAdmin):
    list_display = ("organization", "plan", "starts_at", "ends_at")
    list_filter = ("plan", ("ends_at", admin.EmptyFieldListFilter))
    list_select_related = ("organization", "plan")
    search_fields = ("organization__name",)
    autocomplete_fields = ("organization", "plan")
    date_hierarchy = "starts_at"
