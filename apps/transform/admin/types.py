"""The seven types in the staff's administration: their names and explanations. There are neither more nor fewer."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.admin.bases import BareModelAdmin
from apps.accounts.admin.lookups import Lookups
from apps.accounts.contracts import STAFF
from apps.accounts.queries.places import NOBODYS
from apps.transform.models import TransformationTypeRow


@admin.register(TransformationTypeRow)
class TransformationTypeAdmin(Lookups, BareModelAdmin):
    list_display = ("code", "name_ja", "name_en", "position")
    readonly_fields = ("code",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:  # Django's own signature
        actor = UUID(str(request.user.pk))
        action = "transformation_type.changed"
        append_audit(organization_id=NOBODYS, actor_id=actor, credential=STAFF, action=action, subject=obj.pk)
        return super().log_change(request, obj, message)
