"""What comes in an address or a form of the administration and is no value of its column: refused, never a 500."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import BadRequest, FieldError, ValidationError
from django.db import DataError, transaction
from django.db.models import Field, ForeignKey, QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
    ModelChoiceField = forms.ModelChoiceField[Any]
else:  # at run time it is mixed into whichever admin class Django and Unfold chose
    Base, ModelChoiceField = object, forms.ModelChoiceField

NO_VALUES = (DataError, FieldError, OverflowError, ValidationError, ValueError)
OF_FILTERS = ("", "__exact", "__in", "__gte", "__lt", "__isnull", "__isempty")
"""What the filters beside a list ask."""
OF_DATES = ("__year", "__month", "__day", "__gte", "__lt")
"""What the dates above a list ask."""


class KeyChoiceField(ModelChoiceField):
    """Where something else than a key was entered, nothing is looked up to show it again."""

    def prepare_value(self, value: Any) -> Any:  # Django's own signature
        found = super().prepare_value(value)
        rows: Any = self.queryset  # set as soon as it stands in a form
        model = rows.model
        key = model._meta.get_field(self.to_field_name) if self.to_field_name else model._meta.pk
        return found if found in self.empty_values or _is_value(key, found) else None


class KeyChoices(Base):
    """Mixed into every admin class and inline form."""

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any]", request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **{"form_class": KeyChoiceField} | kwargs)


class Lookups(KeyChoices):
    """Mixed into every admin class. A list is narrowed by its own filters and dates, and by nothing else: by other columns, and
    other tables' ones, one would read what no page shows, and have the database run patterns.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Those of `list_filter` and `date_hierarchy`."""
        return lookup in {name for each in self.get_list_filter(request) for name in self._asked(each)} | {
            f"{self.date_hierarchy}{ending}" for ending in OF_DATES if self.date_hierarchy
        }

    def _asked(self, of_filter: Any) -> set[str]:
        path = of_filter if isinstance(of_filter, str) else of_filter[0]
        field: Any = get_fields_from_path(self.model, path)[-1]
        named = {f"{path}__{field.target_field.name}__exact"} if field.is_relation else set()
        return named | {path + ending for ending in OF_FILTERS}

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Django's own. A value that can't be one leads back to the whole list, with a word of it."""
        try:
            with transaction.atomic():  # what the database refuses ends no transaction around it
                return super().get_changelist_instance(request)
        except NO_VALUES as error:
            raise IncorrectLookupParameters(str(error)) from error

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """No form begins with what its address says."""
        return {}

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *more: Any, **named: Any) -> Any:
        """Django's own. Raises BadRequest where something else than rows is chosen."""
        key = self.model._meta.pk
        if not all(_is_value(key, each) for each in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest
        return super().response_action(request, queryset, *more, **named)


def _is_value(field: "Field[Any, Any]", value: object) -> bool:
    try:
        field.run_validators(field.to_python(value))
    except ValidationError:
        return False
    return True
