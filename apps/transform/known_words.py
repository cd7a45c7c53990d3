"""The words of organizations, as the rules use them: read once, and remembered until one changes."""

from apps.accounts.contracts import Principal
from apps.transform.contracts import GlossaryEntry
from apps.transform.queries.glossary import glossary_of
from tonebridge.changes.ear import ear
from tonebridge.changes.remembering import Remembered

Words = tuple[GlossaryEntry, ...]
MOST_ORGANIZATIONS, MOST_WORDS = 200, 500
"""Whose words a process holds on to, and how many of each: a few megabytes. Larger glossaries are read each time."""


def words_for(principal: Principal) -> Words:
    """The approved terms of the caller's organization, read or remembered."""
    return known_words.get(str(principal.organization_id), lambda: glossary_of(principal))


known_words: Remembered[Words] = Remembered(ear, most=MOST_ORGANIZATIONS, keeps=lambda words: len(words) <= MOST_WORDS)
ear.on("words", known_words.forget)
