"""Messages to try with, read once."""

from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent


def samples() -> dict[str, str]:
    """Language to message: one to rewrite."""
    return _messages("samples.yaml")


def received() -> dict[str, str]:
    """Language to message: one that somebody got."""
    return _messages("received.yaml")


@cache
def _messages(name: str) -> dict[str, str]:
    found = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return {str(language): str(text) for language, text in found.items()}
