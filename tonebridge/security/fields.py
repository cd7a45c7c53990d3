"""Model fields that are sealed in the database and plain in Python.

The row's identity is the associated data, so a value copied to another row doesn't open. A value is opened when it is
first read: a list that shows no text decrypts nothing.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import Binary

from tonebridge.security.encryption import key_ring

if TYPE_CHECKING:
    SealedBase = models.Field[Any, Any]  # generic for the checker only: at run time Django's Field takes no parameters
else:
    SealedBase = models.Field


class SealedAttribute:
    """Opens the value on first access and keeps it plain from then on."""

    def __init__(self, field: "EncryptedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, bytes):
            value = instance.__dict__[name] = self.field.open(instance, value)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(SealedBase):
    """Text, sealed with AES-256-GCM. `identity` names the attribute that is the row's id; it must be set before saving.

    Can't be filtered by, and `QuerySet.update` refuses it: without a row there is nothing to bind the value to.
    """

    def __init__(self, *args: Any, identity: str = "id", **kwargs: Any) -> None:
        self.identity = identity
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        if self.identity != "id":
            kwargs["identity"] = self.identity
        return name, path, args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, SealedAttribute(self))

    def get_internal_type(self) -> str:
        """A column of bytes."""
        return "BinaryField"

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        return None if value is None else self.seal(model_instance, str(value))

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, bytes):
            raise TypeError(f"{self.name} is sealed: save the row instead of updating a query")
        return value if value is None else Binary(value)

    def from_db_value(self, value: Any, *_: Any) -> bytes | None:
        return None if value is None else bytes(value)

    def seal(self, instance: models.Model, plain: str) -> bytes:
        """The bytes that stand in the database for this row."""
        identity = getattr(instance, self.identity)
        if identity is None:
            raise ValueError(f"{self.name} needs {self.identity} before it can be sealed")
        return key_ring().seal(plain.encode("utf-8", "surrogatepass"), self.associated(identity))

    def open(self, instance: models.Model, sealed: bytes) -> str:
        """The text. Raises EncryptionError."""
        return self.open_for(getattr(instance, self.identity), sealed)

    def open_for(self, identity: object, sealed: bytes) -> str:
        """The text of the row of this identity, where there is no instance. Raises EncryptionError."""
        return key_ring().open(sealed, self.associated(identity)).decode("utf-8", "surrogatepass")

    def associated(self, identity: object) -> bytes:
        """`table.column:id` of the row."""
        return f"{self.model._meta.db_table}.{self.column}:{identity}".encode()
