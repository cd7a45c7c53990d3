"""What staff change is in the audit of whom it concerns."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.contracts import STAFF
from apps.accounts.models import Organization, User
from apps.accounts.queries.places import NOBODYS, places_of

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:  # at run time it is mixed into whichever admin class Django and Unfold chose
    Base = object


class Recording(Base):
    """Mixed into every admin class: beside Django's own notes, which name things, an entry that names ids."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:  # Django's own signatures
        record_by_staff(request, obj, f"{obj._meta.model_name}.added")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        record_by_staff(request, obj, f"{obj._meta.model_name}.changed")
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            record_by_staff(request, obj, f"{obj._meta.model_name}.deleted")
        return super().log_deletions(request, queryset)


def record_by_staff(request: HttpRequest, obj: Model, action: str) -> None:
    """In the chain of each organization that the object concerns; in nobody's where it concerns none."""
    for organization_id in _concerned(obj) or [NOBODYS]:
        append_audit(
            organization_id=organization_id,
            actor_id=UUID(str(request.user.pk)),
            credential=STAFF,
            action=action,
            subject=obj.pk,
        )


def _concerned(obj: Model) -> list[UUID]:
    if isinstance(obj, Organization):
        return [obj.id]
    if isinstance(obj, User):
        return places_of(obj.id)
    organization_id = getattr(obj, "organization_id", None)
    return [] if organization_id is None else [organization_id]
