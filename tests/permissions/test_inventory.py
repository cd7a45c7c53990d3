"""No door is forgotten: what the URL patterns and lanes serve, the OpenAPI document describes."""

from pathlib import Path

import yaml

from drills.doors import every_path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
NOT_DESCRIBED = {"/api/schema", "/api/docs"}
"""The document itself, and its reader."""


def test_every_door_of_the_api_is_described() -> None:
    served = {path for path in every_path() if path.startswith(("/api/", "/.well-known/"))}
    described = set(yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["paths"])
    assert served - described - NOT_DESCRIBED == set()
    assert {path for path in described if path.startswith("/api/")} - served == set()
