"""Migration operations for partitioned tables. Django keeps the columns, the key, the indexes and the state."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreatePartitionedModel(migrations.CreateModel):
    """`CreateModel` with `PARTITION BY RANGE (partition_key)`. The primary key must hold the partition key."""

    def __init__(self, *args: Any, partition_key: str = "created_at", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partition_key = partition_key

    def deconstruct(self) -> Any:
        name, args, kwargs = super().deconstruct()
        return name, args, kwargs | {"partition_key": self.partition_key}

    def reduce(self, operation: Operation, app_label: str) -> Any:
        """Never merged with its neighbours: a merge would lose the partitioning."""
        return Operation.reduce(self, operation, app_label)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        plain = schema_editor.sql_create_table
        schema_editor.sql_create_table = f"{plain} PARTITION BY RANGE ({schema_editor.quote_name(self.partition_key)})"
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            schema_editor.sql_create_table = plain


def composite_foreign_key(child: str, parent: str, *, name: str, on_delete: str = "CASCADE") -> migrations.RunSQL:
    """The constraint that a `ForeignObject` doesn't make by itself, with its way back."""
    return migrations.RunSQL(
        f'ALTER TABLE "{child}" ADD CONSTRAINT "{name}" FOREIGN KEY (transformation_id, transformation_created_at) '
        f'REFERENCES "{parent}" (id, created_at) ON DELETE {on_delete}',
        f'ALTER TABLE "{child}" DROP CONSTRAINT "{name}"',
    )
