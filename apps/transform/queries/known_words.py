"""The words of organizations, as the rules use them: read once, and remembered until one changes."""

from apps.accounts.contracts import Principal
from apps.transform.contracts import GlossaryEntry
from apps.transform.queries.glossary import glossary_of
from tonebridge.changes.listener import change_listener
from tonebridge.changes.remembering import Remembered
from tonebridge.spool.database_availability import database

Words = tuple[GlossaryEntry, ...]
MOST_ORGANIZATIONS, MOST_WORDS = 200, 500
"""Whose words a process holds on to, and how many of each: a few megabytes. Larger glossaries are read each time."""


def words_for(principal: Principal) -> Words:
    """The approved terms of the caller's organization, read or remembered."""
    return known_words.get(str(principal.organization_id), lambda: glossary_of(principal))


def words_or_last(principal: Principal | None) -> Words:
    """The same, or what this process knew last while the database is away; a visitor (None) has none."""
    if principal is None:
        return ()
    try:
        return database.call(words_for, principal)
    except Exception as error:
        if not database.note_failure(error):
            raise
    return known_words.last(str(principal.organization_id)) or ()


known_words: Remembered[Words] = Remembered(
    change_listener, most=MOST_ORGANIZATIONS, keeps=lambda words: len(words) <= MOST_WORDS
)
change_listener.on("words", known_words.forget)
