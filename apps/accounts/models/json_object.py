"""A column that holds a JSON object."""

from typing import Any

from django.db import models
from django.db.models.fields.json import KeyTransform


class JsonObjectField(models.JSONField):
    """An object for its readers, whatever stands in the row: what is none (a list, a text, null) reads as an empty one.

    Migrations see a plain JSONField: history must not import the app. `Any` is the framework's own signature.
    """

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        return found if isinstance(found, dict) or isinstance(expression, KeyTransform) else {}
