"""Unfold's admin classes, which are untyped, under the types of Django's that they descend from."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib import admin
    from django.contrib.auth import forms

    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    AdminPasswordChangeForm = forms.AdminPasswordChangeForm[Any]
    UserChangeForm = forms.UserChangeForm[Any]
    UserCreationForm = forms.AdminUserCreationForm[Any]
else:
    from unfold.admin import ModelAdmin, TabularInline
    from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

__all__ = ["AdminPasswordChangeForm", "ModelAdmin", "TabularInline", "UserChangeForm", "UserCreationForm"]
