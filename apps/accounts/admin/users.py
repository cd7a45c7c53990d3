"""People. They sign in with their address; only superusers hand out rights, and change whoever has some."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.actions.mark_unverified import mark_unverified
from apps.accounts.actions.request_password_reset import request_password_reset
from apps.accounts.actions.switch_off_second_factor import switch_off_second_factor
from apps.accounts.admin.bases import ModelAdmin, SuperusersAlone, TabularInline, is_superuser, may_change_person
from apps.accounts.admin.recording import record_by_staff
from apps.accounts.models import Membership, User
from apps.accounts.queries.members import sole_owners
from apps.accounts.queries.second_factors import has_second_factor
from tonebridge.errors import RateLimited

PROOF = ("email_verified_at", "typed_email", "proof_due_at")
RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")
WAY_IN = ("email",)
"""Whoever may choose another's address gets the link that sets their password."""

if TYPE_CHECKING:
    BaseUserAdmin = DjangoUserAdmin[Any]
    Form = forms.ModelForm[Any]
else:  # Django's classes are generic only for type checkers
    BaseUserAdmin, Form = DjangoUserAdmin, forms.ModelForm


class CreationForm(Form):
    """No password: nobody else knows one of theirs, not even for a day."""

    class Meta:
        model = User
        fields = ("email", "full_name")

    def save(self, commit: bool = True) -> Any:
        self.instance.set_unusable_password()
        return super().save(commit)


class ChangeForm(Form):
    class Meta:
        model = User
        exclude = ("password",)


class MembershipInline(SuperusersAlone, TabularInline):
    """Who is a member reads the organization's messages."""

    model = Membership
    extra = 0
    autocomplete_fields = ("organization",)
    readonly_fields = ("created_at",)


@admin.register(User)
class UserAdmin(BaseUserAdmin, ModelAdmin):
    form, add_form = ChangeForm, CreationForm
    list_display = ("email", "full_name", "is_active", "is_staff", "email_verified_at", "created_at", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", ("email_verified_at", admin.EmptyFieldListFilter))
    actions = ("send_reset_link", "sign_out_everywhere", "forget_second_factor")
    search_fields = ("email", "typed_email", "full_name")
    ordering = ("email",)
    readonly_fields = ("id", "created_at", "last_login", *PROOF)
    known = MappingProxyType({"preferences": {"language": ("ja", "en")}})
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("email", "full_name", "is_active", *PROOF)}),
        (_("Permissions"), {"fields": RIGHTS}),
        (_("Details"), {"fields": ("preferences", "id", "created_at", "last_login")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("email", "full_name"),
                "description": _(
                    "Users set their own passwords. After you add a user, run “Send a password reset link”."
                ),
            },
        ),
    )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:  # Django's own signature
        """Shown as protected, and not deleted: who works where a legal hold is on, for their messages would go along, and the
        only owner among others, who can't leave either.
        """
        *found, protected = super().get_deleted_objects(objs, request)
        held = [each for each in objs if each.memberships.filter(organization__legal_hold=True).exists()]
        kept = [gettext("%s is a member of an organization under a legal hold") % each for each in held]
        sole = sole_owners([each.pk for each in objs])
        kept += [
            gettext("%s is the only owner of an organization with other members") % e for e in objs if e.pk in sole
        ]
        return *found, [*protected, *kept]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Staff who may edit users must not make themselves superusers, nor come to read somebody's messages."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        if is_superuser(request):
            return fixed
        return (*fixed, *RIGHTS, *WAY_IN) if obj else (*fixed, *RIGHTS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or may_change_person(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or may_change_person(request, obj))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # Django's own signature
        """Another address isn't proven by whoever typed it. Who is suspended, or no longer is, has to sign in again."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        if "email" in form.changed_data:
            mark_unverified(obj)
        obj.save(update_fields=_columns(form.changed_data))  # a password that the person sets meanwhile stays
        if "is_active" in form.changed_data:
            record_by_staff(request, obj, "user.reinstated" if obj.is_active else "user.suspended")
            _sign_out(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002 - named by Django
        """Django's form for another's password: there is none. The link goes to the person themselves."""
        raise Http404

    @admin.action(description=_("Send a password reset link"), permissions=["change"])
    def send_reset_link(self, request: HttpRequest, users: QuerySet[User]) -> None:
        sent = [user for user in self._changeable(request, users) if _is_sent(user)]
        for user in sent:
            record_by_staff(request, user, "password.reset_sent")
        said = ngettext("%d password reset link is being sent.", "%d password reset links are being sent.", len(sent))
        self.message_user(request, said % len(sent))

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out_everywhere(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in self._changeable(request, users):
            _sign_out(request, user)
        self.message_user(request, _("They've been signed out everywhere."))

    @admin.action(description=_("Switch off two-step sign-in (device lost)"), permissions=["forget_second_factor"])
    def forget_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            if has_second_factor(user.pk):
                switch_off_second_factor(user_id=user.pk)
                record_by_staff(request, user, "second_factor.off")
        self.message_user(request, _("Two-step sign-in has been switched off for them."))

    def has_forget_second_factor_permission(self, request: HttpRequest) -> bool:
        """Superusers alone: it makes another's account easier to enter."""
        return is_superuser(request)

    def _changeable(self, request: HttpRequest, users: QuerySet[User]) -> list[User]:
        """Those of the selected whom the asker may change. Of the others the asker is told."""
        found = [user for user in users if self.has_change_permission(request, user)]
        if len(found) < len(users):
            self.message_user(request, gettext("Only superusers can change staff accounts."), level="warning")
        return found


def _columns(edited: list[str]) -> list[str]:
    """What to write for these fields of the form. Groups and permissions stand in tables of their own."""
    own = [field.name for field in User._meta.concrete_fields if field.name in edited]
    return own + [name for name in PROOF if "email" in edited]


def _sign_out(request: HttpRequest, user: User) -> None:
    end_sign_ins(user_id=user.pk)
    record_by_staff(request, user, "session.ended_by_staff")


def _is_sent(user: User) -> bool:
    """Whether the link goes out: not again after three within a quarter of an hour, nor to who may not enter."""
    if user.is_provisional or not user.is_active:
        return False
    try:
        request_password_reset(email=user.email)
    except RateLimited:
        return False
    return True


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(SuperusersAlone, DjangoGroupAdmin, ModelAdmin):
    """Django's own, in the look of the rest. Whoever changes a group that they are in, changes their own rights."""
