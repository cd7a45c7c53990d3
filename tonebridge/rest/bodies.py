"""Bodies of lanes: parsed strictly by pydantic, refused with the product's own words."""

from typing import Annotated, Any, TypeVar

from django.utils.functional import Promise
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
    "missing": _("This field is needed."),
    "extra_forbidden": _("There is no field of this name."),
    "blank": _("Write something here."),
    "string_too_short": _("At least %(min_length)s characters are needed."),
    "string_too_long": _("At most %(max_length)s characters are possible."),
    "string_type": _("This must be a text."),
    "int_type": _("This must be a whole number."),
    "bool_type": _("This must be true or false."),
    "list_type": _("This must be a list."),
    "dict_type": _("This must be an object."),
    "model_type": _("This must be an object."),
    "model_attributes_type": _("This must be an object."),
    "too_long": _("At most %(max_length)s entries are possible."),
    "too_short": _("At least %(min_length)s entries are needed."),
    "literal_error": _("This must be one of: %(expected)s."),
    "greater_than_equal": _("This must be at least %(ge)s."),
    "less_than_equal": _("This must be at most %(le)s."),
}


def _field_error(found: ErrorDetails) -> FieldError:
    sentence = SENTENCES.get(found["type"], _("This value can't be used."))
    context = {key: str(value).replace("'", "") for key, value in found.get("ctx", {}).items()}
    detail = sentence % context if context and "%(" in str(sentence) else sentence
    return FieldError(".".join(str(part) for part in found["loc"]) or "body", found["type"], detail)
