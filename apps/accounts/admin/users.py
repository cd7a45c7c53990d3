"""People. They sign in with their address; only superusers hand out rights."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.admin.bases import (
    AdminPasswordChangeForm,
    ModelAdmin,
    TabularInline,
    UserChangeForm,
    UserCreationForm,
)
from apps.accounts.models import BackupCode, Membership, SecondFactor, User

PROOF = ("email_verified_at", "typed_email", "proof_due_at")
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


class PasswordForm(AdminPasswordChangeForm):
    """Whoever signed in under the old password is out."""

    def save(self, commit: bool = True) -> Any:
        user = super().save(commit)
        end_sign_ins(user_id=user.pk)
        return user


class MembershipInline(TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ("organization",)
    readonly_fields = ("created_at",)


@admin.register(User)
class UserAdmin(BaseUserAdmin, ModelAdmin):
    form, add_form, change_password_form = ChangeForm, CreationForm, PasswordForm
    list_display = ("email", "full_name", "is_active", "is_staff", "email_verified_at", "created_at", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", ("email_verified_at", admin.EmptyFieldListFilter))
    actions = ("sign_out_everywhere", "forget_second_factor")
    search_fields = ("email", "typed_email", "full_name")
    ordering = ("email",)
    readonly_fields = ("id", "created_at", "last_login", *PROOF)
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("email", "full_name", "password", "is_active", *PROOF)}),
        (_("Rights"), {"fields": RIGHTS}),
        (_("Details"), {"fields": ("preferences", "id", "created_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "full_name", "usable_password", "password1", "password2")}),)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:  # Django's own signature
        """Who works where a legal hold is on is shown as protected, and isn't deleted: their messages would go along."""
        *found, protected = super().get_deleted_objects(objs, request)
        held = [each for each in objs if each.memberships.filter(organization__legal_hold=True).exists()]
        kept = [gettext("%s works for an organization under a legal hold") % each for each in held]
        return *found, [*protected, *kept]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Staff who may edit users must not make themselves superusers."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        return fixed if getattr(request.user, "is_superuser", False) else (*fixed, *RIGHTS)

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out_everywhere(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            end_sign_ins(user_id=user.pk)
        self.message_user(request, _("All of their sign-ins have ended."))

    @admin.action(description=_("Switch off two-step sign-in (device lost)"), permissions=["forget_second_factor"])
    def forget_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        SecondFactor.objects.filter(user__in=users).delete()
        BackupCode.objects.filter(user__in=users).delete()
        self.message_user(request, _("Two-step sign-in is off for them."))

    def has_forget_second_factor_permission(self, request: HttpRequest) -> bool:
        """Superusers alone: it makes another's account easier to enter."""
        return bool(getattr(request.user, "is_superuser", False))


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):
    """Django's own, in the look of the rest."""
