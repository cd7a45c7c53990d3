"""The rules that types share, as data beside the code that reads them."""

from pathlib import Path

from apps.transform.rewriting.rulebook.reasons import reason_in, reason_text
from apps.transform.rewriting.rulebook.wording import Wording, wording_beside
from tonebridge.rulebooks import RulebookError, load_entries

FOLDER = Path(__file__).parent

__all__ = ["FOLDER", "RulebookError", "Wording", "load_entries", "reason_in", "reason_text", "wording_beside"]
