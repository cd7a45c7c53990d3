"""Organizations, with their members and subscriptions."""

from functools import partial
from types import MappingProxyType
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.hold_organization import hold_organization
from apps.accounts.actions.subscribe_organization import subscribe_organization
from apps.accounts.admin.bases import ModelAdmin, SuperusersAlone, TabularInline, is_superuser
from apps.accounts.admin.recording import record_by_staff
from apps.accounts.models import Membership, Organization, Plan, Subscription
from apps.accounts.queries.policies import POLICIES
from tonebridge.resilience import clock


class MembershipInline(SuperusersAlone, TabularInline):
    """Who is a member reads the organization's messages."""

    model = Membership
    extra = 0
    autocomplete_fields = ("user",)
    readonly_fields = ("created_at",)


class SubscriptionInline(TabularInline):
    model = Subscription
    extra = 0
    autocomplete_fields = ("plan",)


@admin.register(Organization)
class OrganizationAdmin(ModelAdmin):
    list_display = ("name", "plan", "members", "retention_days", "legal_hold", "created_at")
    list_filter = ("retention_days", "legal_hold", "subscriptions__plan")
    search_fields = ("name",)
    ordering = ("name",)
    known = MappingProxyType({"settings": POLICIES})
    readonly_fields = ("id", "created_at", "legal_hold")
    fields = ("name", "retention_days", "no_training", "legal_hold", "settings", "id", "created_at")
    inlines = (MembershipInline, SubscriptionInline)
    actions = ("hold", "release")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(member_count=Count("memberships", distinct=True))
        return rows

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """By the addresses of members as well, for those who are shown them on the organization's page."""
        shown = any(isinstance(each, MembershipInline) for each in self.get_inline_instances(request))
        return (*self.search_fields, "memberships__user__email") if shown else tuple(self.search_fields)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Django's own, and a change to each plan."""
        actions: dict[str, Any] = super().get_actions(request)
        for plan in Plan.objects.all() if self.has_plan_permission(request) else ():
            name, put_on = f"plan_{plan.code}", partial(_put_on, code=plan.code)
            put_on.allowed_permissions = ("plan",)  # type: ignore[attr-defined]  # as Django marks its own
            actions[name] = (put_on, name, gettext("Move to the %s plan") % plan.name)
        return actions

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:  # Django's own signature
        """What is under a legal hold is shown as protected, and isn't deleted."""
        *found, protected = super().get_deleted_objects(objs, request)
        held = [gettext("%s is under a legal hold") % each for each in objs if each.legal_hold]
        return *found, [*protected, *held]

    def has_plan_permission(self, request: HttpRequest) -> bool:
        """As for doing it by hand: the running subscription ends, and another begins."""
        wanted = ("accounts.change_subscription", "accounts.add_subscription")
        return bool(request.user.has_perms(wanted))

    def has_hold_permission(self, request: HttpRequest) -> bool:
        """Superusers alone: it answers to a court."""
        return is_superuser(request)

    @admin.action(description=_("Place under legal hold"), permissions=["hold"])
    def hold(self, request: HttpRequest, chosen: QuerySet[Organization]) -> None:
        self._hold(request, chosen, True)
        self.message_user(request, gettext("Nothing of theirs will be deleted until the hold is lifted."))

    @admin.action(description=_("Lift the legal hold"), permissions=["hold"])
    def release(self, request: HttpRequest, chosen: QuerySet[Organization]) -> None:
        self._hold(request, chosen, False)
        self.message_user(
            request,
            gettext("The usual retention periods apply again. Anything past its period will be deleted tonight."),
        )

    def _hold(self, request: HttpRequest, chosen: QuerySet[Organization], on: bool) -> None:
        for organization in chosen:
            hold_organization(organization_id=organization.id, on=on)
            record_by_staff(request, organization, "organization.held" if on else "organization.released")

    @admin.display(description=_("members"), ordering="member_count")
    def members(self, organization: Any) -> int:
        return int(organization.member_count)

    @admin.display(description=_("plan"))
    def plan(self, organization: Organization) -> str:
        current = organization.subscriptions.at(clock.now()).select_related("plan").first()
        return current.plan.name if current else "–"


def _put_on(admin_: OrganizationAdmin, request: HttpRequest, chosen: QuerySet[Organization], *, code: str) -> None:
    for organization in chosen:
        subscribe_organization(organization_id=organization.id, plan_code=code)
        record_by_staff(request, organization, "organization.plan_chosen")
    admin_.message_user(request, gettext("The plan has been changed, effective immediately."))
