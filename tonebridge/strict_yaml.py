"""Data of the product in YAML, read so that a mistake stops the start: YAML's own readers take the last of two equal keys."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.core.exceptions import ImproperlyConfigured
from pydantic import TypeAdapter, ValidationError
from yaml.constructor import ConstructorError

Shape = TypeVar("Shape")


class StrictLoader(yaml.CSafeLoader):
    """Refuses a key that is there twice in a mapping, with its line. `1` and `"1"` are the same key: they read alike."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = set[str]()
        for key_node, _value in node.value:
            key = str(self.construct_object(key_node, deep=True))
            if key in keys:
                raise ConstructorError(problem=f"{key} is there twice", problem_mark=key_node.start_mark)
            keys.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def parse_yaml(source: bytes | str, loader: type[StrictLoader] = StrictLoader) -> Any:  # whatever YAML holds
    """What a document holds. Raises YAMLError, mostly with the line."""
    return yaml.load(source, Loader=loader)  # noqa: S506 - a CSafeLoader  # nosec B506


def read_yaml(path: Path, shape: TypeAdapter[Shape]) -> Shape:
    """What a file holds, of this shape. Raises ImproperlyConfigured with the file, and the line where it is no strict YAML."""
    try:
        return shape.validate_python(parse_yaml(path.read_bytes()))
    except (yaml.YAMLError, ValidationError) as error:
        raise ImproperlyConfigured(f"{path}: {error}") from error
