"""Bodies of lanes: parsed strictly by pydantic, refused with the product's own words."""

from typing import Annotated, Any, TypeVar

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from tonebridge.errors import FieldError, ValidationFailed

Body = TypeVar("Body", bound="StrictBody")


class StrictBody(BaseModel):
    """Unknown fields are refused with their name; nothing is coerced: "2" is no integer, 1 is no text."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def parse(model: type[Body], document: Any) -> Body:  # whatever JSON holds
    """The body as its model. Raises ValidationFailed with a field error a finding."""
    try:
        return model.model_validate(document)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise ValidationFailed(fields=tuple(_field_error(one) for one in found)) from None


def _readable(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "blank")
    return value


Readable = Annotated[str, AfterValidator(_readable)]
"""A text with something in it."""

SENTENCES: dict[str, str | Promise] = {
    "missing": _("This field is required."),
    "extra_forbidden": _("There's no field with this name."),
    "blank": _("This can't be empty."),
    "string_too_short": _("Use at least %(min_length)s characters."),
    "string_too_long": _("Use at most %(max_length)s characters."),
    "string_type": _("This must be a string."),
    "int_type": _("This must be a whole number."),
    "bool_type": _("This must be true or false."),
    "list_type": _("This must be a list."),
    "dict_type": _("This must be an object."),
    "model_type": _("This must be an object."),
    "model_attributes_type": _("This must be an object."),
    "too_long": _("Use at most %(max_length)s entries."),
    "too_short": _("Use at least %(min_length)s entries."),
    "literal_error": _("This must be one of: %(expected)s."),
    "greater_than_equal": _("This must be at least %(ge)s."),
    "less_than_equal": _("This must be at most %(le)s."),
}


def _fill(sentence: str | Promise, context: dict[str, str]) -> str:
    return str(sentence) % context


_filled = lazy(_fill, str)
"""Told in the language of whoever reads it: a job keeps it in all of them."""


def _field_error(found: ErrorDetails) -> FieldError:
    context = {key: _shown(value) for key, value in found.get("ctx", {}).items()}
    is_empty = found["type"] == "string_too_short" and context["min_length"] == "1"
    sentence = SENTENCES.get("blank" if is_empty else found["type"], _("This value isn't valid."))
    detail = _filled(sentence, context) if context and "%(" in str(sentence) else sentence
    return FieldError(".".join(str(part) for part in found["loc"]) or "body", found["type"], detail)


def _shown(value: object) -> str:
    """A bound, or choices in a list that is read in any language."""
    return f"{value:,}" if type(value) is int else str(value).replace("' or '", "', '").replace("'", "")
