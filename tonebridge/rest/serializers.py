"""Serializers that refuse what they don't understand, instead of guessing.

Unknown fields, values of another JSON type ("5" for a number, 1 for a text, true for 1), numbers that JSON doesn't
have, and text that can't be stored (NUL, lone surrogates) are each refused with the field's name. What a form leaves out
isn't said, as in JSON.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import empty

Instance = TypeVar("Instance")
AnyField = serializers.Field[Any, Any, Any, Any]
Details = dict[str, Any]
"""Errors by field name, nested as deep as the fields are; `Any` because DRF nests dicts and lists freely."""

AT_MOST, AT_MOST_ENTRIES = _("Use at most %(max_length)s characters."), _("Use at most %(max_length)s entries.")
JSON_TYPES: tuple[tuple[type[AnyField], tuple[type, ...], str | Promise], ...] = (
    (serializers.BooleanField, (bool,), _("This must be true or false.")),
    (serializers.IntegerField, (int,), _("This must be a whole number.")),
    (serializers.FloatField, (int, float), _("This must be a number.")),
    (serializers.DecimalField, (int, float), _("This must be a number.")),
    (serializers.CharField, (str,), _("This must be a string.")),
    (serializers.UUIDField, (str,), _("This must be a string.")),
    (serializers.DateTimeField, (str,), _("This must be a string.")),
    (serializers.DateField, (str,), _("This must be a string.")),
    (serializers.MultipleChoiceField, (list,), _("This must be a list.")),
    (serializers.ListField, (list,), _("This must be a list.")),
    (serializers.DictField, (dict,), _("This must be an object.")),
)
"""The first line that fits a field says what JSON may hold for it."""


class StrictSerializer(serializers.Serializer[Instance], Generic[Instance]):
    """A serializer for bodies: `OrderIn.parse(request.data)`."""

    @classmethod
    def parse(cls, data: Any, *, partial: bool = False) -> dict[str, Any]:
        """The checked values of a body. Raises DRF's ValidationError, which the exception handler translates."""
        serializer = cls(data=data, partial=partial)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def get_fields(self) -> dict[str, AnyField]:
        """DRF takes a form for a page's, whose unticked boxes are left out, and would read false. Ours come from programs."""
        fields = super().get_fields()
        for field in fields.values():
            field.default_empty_html = empty
            _name_limit(field)
        return fields

    def to_internal_value(self, data: Any) -> Any:
        """All complaints at once: ours, and those of the fields that we have none about."""
        if not isinstance(data, Mapping):
            raise _refusal(_("This must be an object."))
        ours = {**dict(_unknown(self, data)), **dict(_unfit(self, data))}
        try:
            values = super().to_internal_value(data if not ours else {k: v for k, v in data.items() if k not in ours})
        except ValidationError as error:
            theirs = error.detail if isinstance(error.detail, dict) else {}
            raise ValidationError({**theirs, **ours}) from error
        if ours:
            raise ValidationError(ours)
        return values


def _name_limit(field: AnyField) -> None:
    """In the words of lanes' bodies."""
    sentence = AT_MOST_ENTRIES if isinstance(field, serializers.ListField) else AT_MOST
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = sentence % {"max_length": f"{validator.limit_value:,}"}


def _refusal(detail: str | Promise, code: str = "invalid_type") -> ValidationError:
    return ValidationError({"non_field_errors": [ErrorDetail(str(detail), code)]}, code)


def _unknown(serializer: serializers.Serializer[Any], data: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    writable = {name for name, field in serializer.fields.items() if not field.read_only}
    for name in data:
        if name not in writable:
            yield _printable(str(name)), [ErrorDetail(str(_("There's no field with this name.")), "unknown_field")]


def _unfit(serializer: serializers.Serializer[Any], data: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    """Complaints about the values of known fields. A form's values are all text, so only their text is looked at."""
    for name, field in serializer.fields.items():
        if name in data and not isinstance(field, serializers.BaseSerializer):
            value = data[name]
            complaint = _text_complaint(value) or (not isinstance(data, QueryDict) and _type_complaint(field, value))
            if complaint:
                yield name, complaint


def _type_complaint(field: AnyField, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, serializers.ListField) and isinstance(value, list) and field.child is not None:
        inner = {at: _type_complaint(field.child, item) for at, item in enumerate(value)}
        return {at: complaint for at, complaint in inner.items() if complaint}
    for kind, allowed, detail in JSON_TYPES:
        if isinstance(field, kind):
            return None if type(value) in allowed else [ErrorDetail(str(detail), "invalid_type")]
    if isinstance(field, serializers.ChoiceField) and type(value) not in {type(choice) for choice in field.choices}:
        return [ErrorDetail(str(_("This must be one of the allowed values.")), "invalid_type")]
    return None


def _text_complaint(value: Any) -> Any:
    """Whether something inside the value can't be stored or shown. Walks without recursion: nesting may be deep."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += [*item.keys(), *item.values()]
        elif isinstance(item, list):
            waiting += item
        elif isinstance(item, str) and not is_storable(item):
            return [ErrorDetail(str(_("This contains characters that can't be stored.")), "unstorable_text")]
        elif isinstance(item, float) and not math.isfinite(item):
            return [ErrorDetail(str(_("This must be a finite number.")), "not_finite")]
    return None


def is_storable(text: str) -> bool:
    """Whether PostgreSQL and UTF-8 can hold the text: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()[:80]
