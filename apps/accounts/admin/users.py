"""People. They sign in with their address; only superusers hand out rights."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.admin.bases import (
    AdminPasswordChangeForm,
    ModelAdmin,
    TabularInline,
    UserChangeForm,
    UserCreationForm,
)
from apps.accounts.models import Membership, User

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")

if TYPE_CHECKING:
    BaseUserAdmin = DjangoUserAdmin[Any]
else:  # Django's admin classes are generic only for type checkers
    BaseUserAdmin = DjangoUserAdmin


class CreationForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("email", "full_name")


class ChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


class MembershipInline(TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ("organization",)
    readonly_fields = ("created_at",)


@admin.register(User)
class UserAdmin(BaseUserAdmin, ModelAdmin):
    form, add_form, change_password_form = ChangeForm, CreationForm, AdminPasswordChangeForm
    list_display = ("email", "full_name", "is_active", "is_staff", "created_at", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("email", "full_name")
    ordering = ("email",)
    readonly_fields = ("id", "created_at", "last_login")
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("email", "full_name", "password", "is_active")}),
        (_("Rights"), {"fields": RIGHTS}),
        (_("Details"), {"fields": ("preferences", "id", "created_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "full_name", "usable_password", "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Staff who may edit users must not make themselves superusers."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        return fixed if getattr(request.user, "is_superuser", False) else (*fixed, *RIGHTS)


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):
    """Django's own, in the look of the rest."""
