"""Rules and word lists as data. A file is a YAML list; an entry is checked against its dataclass when it is loaded."""

from tonebridge.rulebooks.load import RulebookError, load_entries

__all__ = ["RulebookError", "load_entries"]
