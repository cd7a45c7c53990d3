"""Word lists of both languages, as data: one YAML file a subject."""

from pathlib import Path

FOLDER = Path(__file__).parent
