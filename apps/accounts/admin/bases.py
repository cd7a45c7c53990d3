"""Unfold's admin classes, which are untyped, under the types of Django's that they descend from."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from apps.accounts.admin.recording import Recording
from apps.accounts.models import User

if TYPE_CHECKING:
    from django.contrib import admin

    BareModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    Permissions = admin.ModelAdmin[Any]
else:
    from unfold.admin import ModelAdmin as BareModelAdmin
    from unfold.admin import TabularInline

    Permissions = object

SECRETS = frozenset({"api_key", "digest", "password", "secret", "session_version"})
"""Columns that no list is narrowed by: by the first characters, one after the other, they would be read."""


class ModelAdmin(Recording, BareModelAdmin):
    """The base of every admin class: what is changed through it is in the audit."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Django's own, which lets every column of the table itself be guessed at."""
        return not SECRETS.intersection(lookup.split("__")) and super().lookup_allowed(lookup, value, request)


class SuperusersAlone(Permissions):
    """Mixed into admin classes of what raises rights, or lets somebody read messages. Others look, where they may."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)


def is_superuser(request: HttpRequest) -> bool:
    """Whether the asker may hand out rights."""
    return bool(getattr(request.user, "is_superuser", False))


def may_change_person(request: HttpRequest, person: User) -> bool:
    """Staff look after customers; an account of staff, their own included, is changed by superusers alone."""
    return is_superuser(request) or not (person.is_staff or person.is_superuser)


class Watched(ModelAdmin):
    """Staff look, and change nothing by hand: rows are what workers and verbs have made of them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


__all__ = ["ModelAdmin", "SuperusersAlone", "TabularInline", "Watched", "is_superuser", "may_change_person"]
