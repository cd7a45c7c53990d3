"""Which words of an organization a result was written with."""

from collections.abc import Iterable
from hashlib import sha256

from apps.transform.contracts import GlossaryEntry


def words_version(glossary: Iterable[GlossaryEntry]) -> str:
    """16 hexadecimal digits, the same for the same terms in any order; empty where there are none."""
    entries = sorted("\0".join((e.term, e.language, e.plain, e.definition, e.kind)) for e in glossary)
    return sha256("\1".join(entries).encode()).hexdigest()[:16] if entries else ""
