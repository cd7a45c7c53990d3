"""Rules as data. A file is a YAML list; an entry is checked against its dataclass when it is loaded."""

from apps.transform.rewriting.rulebook.load import RulebookError, load_entries
from apps.transform.rewriting.rulebook.reasons import reason_text

__all__ = ["RulebookError", "load_entries", "reason_text"]
