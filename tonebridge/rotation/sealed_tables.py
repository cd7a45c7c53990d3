"""Which tables hold sealed values."""

from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from tonebridge.security.encryption import key_ring
from tonebridge.security.fields import EncryptedTextField

STALE = "SELECT count(*) FROM {table} WHERE {conditions}"
IS_STALE = "({column} IS NOT NULL AND substring({column} FROM 1 FOR {length}) <> %s)"


@dataclass(frozen=True)
class SealedTable:
    """A model with its encrypted fields. Rows are walked in the order of the id that the values are bound to."""

    model: type[models.Model]
    fields: tuple[EncryptedTextField, ...]

    @property
    def name(self) -> str:
        """The table's."""
        return self.model._meta.db_table

    @property
    def identity(self) -> str:
        """The attribute that the values are bound to."""
        return self.fields[0].identity

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the primary key. By name: `pk` of a composite key among values makes Django count `ORDER BY` wrong."""
        return tuple(part.attname for part in self.model._meta.pk_fields)

    @property
    def columns(self) -> tuple[str, ...]:
        """What a rotation reads of a row."""
        return tuple(dict.fromkeys((self.identity, *self.key, *(field.attname for field in self.fields))))

    def row(self, identity: object) -> models.Model:
        """As much of a row as is needed to open and seal its values."""
        return self.model(**{self.identity: identity})

    def count_stale(self) -> int:
        """How many rows hold a value that isn't sealed with the ring's first key."""
        head, quote = key_ring().head, connection.ops.quote_name
        conditions = [IS_STALE.format(column=quote(str(field.column)), length=len(head)) for field in self.fields]
        with connection.cursor() as cursor:
            statement = STALE.format(table=quote(self.name), conditions=" OR ".join(conditions))
            cursor.execute(statement, [head] * len(conditions))
            return int(cursor.fetchone()[0])


@dataclass(frozen=True)
class Unopened:
    """A row that couldn't be sealed anew: its value was changed, or its key is not in the ring."""

    table: str
    row: UUID | str | int
    why: str


def sealed_tables() -> list[SealedTable]:
    """All of them, by name. Found in the models, so that a new one can't be forgotten."""
    found = [SealedTable(model, _fields(model)) for model in apps.get_models() if _fields(model)]
    return sorted(found, key=lambda table: table.name)


def _fields(model: type[models.Model]) -> tuple[EncryptedTextField, ...]:
    return tuple(field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField))
