"""Frames of a WebSocket, held against docs/asyncapi.yaml wherever a test hears one."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types
from referencing import Registry
from referencing.jsonschema import DRAFT202012

Frame = dict[str, Any]  # JSON
DOCS = Path(__file__).resolve().parents[2] / "docs"
LIVE, HTTP = "asyncapi.yaml", "openapi.yaml"


def _read(name: str) -> Frame:
    found: Frame = yaml.load((DOCS / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found


DOCUMENT = _read(LIVE)
MESSAGES: Frame = DOCUMENT["components"]["messages"]
KNOWN: Registry[Any] = Registry().with_resources(
    [(LIVE, DRAFT202012.create_resource(DOCUMENT)), (HTTP, DRAFT202012.create_resource(_read(HTTP)))]
)


def faults_of(frame: Mapping[str, Any]) -> list[str]:
    """Where a frame isn't what the document says of its type."""
    if frame.get("type") not in MESSAGES:
        return [f"{frame.get('type')} isn't described"]
    schema = {"$ref": f"{LIVE}#/components/messages/{frame['type']}/payload"}
    return [each.message for each in Draft202012Validator(schema, registry=KNOWN).iter_errors(frame)]


def heard(message: Mapping[str, Any]) -> Frame:
    """The frame that the server sent, as described."""
    frame: Frame = json.loads(message["text"])
    assert faults_of(frame) == [], frame
    return frame


def names_of(operation: str) -> set[str]:
    """Types of frames that an operation of the document has."""
    return {each["$ref"].rpartition("/")[2] for each in DOCUMENT["operations"][operation]["messages"]}
