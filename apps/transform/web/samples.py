"""Messages to try with, read once."""

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("samples.yaml")


@cache
def samples() -> dict[str, str]:
    """Language to message."""
    return {str(language): str(text) for language, text in yaml.safe_load(FILE.read_text(encoding="utf-8")).items()}
