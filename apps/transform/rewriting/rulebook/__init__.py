"""The rules that types share, as data beside the code that reads them."""

from pathlib import Path

from apps.transform.rewriting.rulebook.reasons import reason_text
from tonebridge.rulebooks import RulebookError, load_entries

FOLDER = Path(__file__).parent

__all__ = ["FOLDER", "RulebookError", "load_entries", "reason_text"]
