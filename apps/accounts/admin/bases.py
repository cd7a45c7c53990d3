"""Unfold's admin classes, which are untyped, under the types of Django's that they descend from."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from apps.accounts.admin.recording import Recording

if TYPE_CHECKING:
    from django.contrib import admin
    from django.contrib.auth import forms

    BareModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    AdminPasswordChangeForm = forms.AdminPasswordChangeForm[Any]
    UserChangeForm = forms.UserChangeForm[Any]
    UserCreationForm = forms.AdminUserCreationForm[Any]
else:
    from unfold.admin import ModelAdmin as BareModelAdmin
    from unfold.admin import TabularInline
    from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm


class ModelAdmin(Recording, BareModelAdmin):
    """The base of every admin class: what is changed through it is in the audit."""


class Watched(ModelAdmin):
    """Staff look, and change nothing by hand: rows are what workers and verbs have made of them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


__all__ = ["AdminPasswordChangeForm", "ModelAdmin", "TabularInline", "UserChangeForm", "UserCreationForm", "Watched"]
