"""Which words of an organization a result was written with."""

import json
from collections.abc import Iterable
from dataclasses import astuple
from hashlib import sha256

from apps.transform.contracts import GlossaryEntry


def words_version(glossary: Iterable[GlossaryEntry]) -> str:
    """16 hexadecimal digits, the same for the same terms in any order; empty where there are none."""
    entries = sorted(astuple(entry) for entry in glossary)
    return sha256(json.dumps(entries, ensure_ascii=True).encode()).hexdigest()[:16] if entries else ""
