"""JSON columns in the staff's forms: an object of known names with known values, else a sentence beside the field."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext

Known = Mapping[str, tuple[object, ...]]
"""The names that an object may have, each with the values that it may have."""


class KnownObjectField(forms.JSONField):
    """Takes only that. What can't even be read (levels without end, numbers of 5,000 digits) is refused in the same way.

    `Any` is the framework's own signature.
    """

    def __init__(self, *, known: Known, **more: Any) -> None:
        super().__init__(**more)
        self.known = known

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(gettext("This must be an object, such as {}."), code="object") from error

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found is None and value in self.empty_values:
            return {}
        if not isinstance(found, dict):
            raise ValidationError(gettext("This must be an object, such as {}."), code="object")
        for name, its in found.items():
            self._check(name, its)
        return found

    def _check(self, name: str, its: object) -> None:
        if name not in self.known:
            raise ValidationError(gettext("There's no setting named %s") % repr(name), code="unknown")
        if not any(type(its) is type(each) and its == each for each in self.known[name]):
            raise ValidationError(gettext("%s can't be set to this value.") % name, code="value")

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was entered, to be shown again as it is."""
        return initial if self.disabled else InvalidJSONInput(data or "")
