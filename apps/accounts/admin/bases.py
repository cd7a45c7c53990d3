"""Unfold's admin classes, which are untyped, under the types of Django's that they descend from."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import JSONField
from django.http import HttpRequest

from apps.accounts.admin.json_objects import Known, KnownObjectField
from apps.accounts.admin.lookups import KeyChoices, Lookups
from apps.accounts.admin.recording import Recording
from apps.accounts.models import User

if TYPE_CHECKING:
    from django.contrib import admin

    BareModelAdmin = admin.ModelAdmin[Any]
    BareTabularInline = admin.TabularInline[Any, Any]
    Permissions = admin.ModelAdmin[Any]
else:
    from unfold.admin import ModelAdmin as BareModelAdmin
    from unfold.admin import TabularInline as BareTabularInline

    Permissions = object


class ModelAdmin(Recording, Lookups, BareModelAdmin):
    """The base of every admin class: what is changed through it is in the audit."""

    known: Mapping[str, Known] = {}
    """Of each JSON column that staff may edit, what its object may hold; of others, nothing."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Django's own, but for JSON columns."""
        if isinstance(db_field, JSONField):
            kwargs |= {"form_class": KnownObjectField, "known": self.known.get(db_field.name, {})}
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class TabularInline(KeyChoices, BareTabularInline):
    """The base of every inline form."""


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
