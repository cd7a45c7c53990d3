"""Patterns of questions read a long message once."""

from apps.transform.rewriting.rulebook import load_entries
from apps.transform.types.requirements.missing import RULES, Gap


def test_what_looks_ahead_begins_at_the_beginning() -> None:
    """Tried at each place, a look ahead to the end reads the text as often as it has characters."""
    patterns = [pattern for entry in load_entries(RULES, Gap) for pattern in (entry.when, entry.unless)]
    assert patterns
    assert [pattern for pattern in patterns if pattern.startswith("(?=")] == []
