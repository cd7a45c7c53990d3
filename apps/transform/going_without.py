"""What a transform does while the database is away: it goes by what this process knew last, is not kept, and says so."""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from uuid import UUID

from apps.transform.contracts import Caution, GlossaryEntry, Language, TransformRequest, TransformResult
from apps.transform.providers.ladder import Ladder
from apps.transform.providers.writers import Writers, last_writers_of

MOST_ORGANIZATIONS, MOST_WORDS = 200, 500
"""Whose words a process holds on to, and how many of each: a few megabytes. Larger glossaries are read each time, or not at all."""
NOT_KEPT = {
    "ja": "いまデータベースに接続できないため、この変換は履歴に残りません。",
    "en": "The database can't be reached right now, so this message is not kept in your history.",
}
WITHOUT_WORDS = {
    "ja": "いま用語集を読めないため、組織の用語は使われていません。",
    "en": "Your glossary can't be read right now, so your organization's terms were not used.",
}


class LastWords:
    """Glossaries as they were read last, by organization. Safe for threads."""

    def __init__(self) -> None:
        self._words: OrderedDict[UUID, tuple[GlossaryEntry, ...]] = OrderedDict()
        self._lock = Lock()

    def note(self, organization_id: UUID, words: tuple[GlossaryEntry, ...]) -> tuple[GlossaryEntry, ...]:
        """These were read just now. Gives them back."""
        with self._lock:
            self._words.pop(organization_id, None)
            if len(words) <= MOST_WORDS:
                self._words[organization_id] = words
            while len(self._words) > MOST_ORGANIZATIONS:
                self._words.popitem(last=False)
        return words

    def of(self, organization_id: UUID) -> tuple[GlossaryEntry, ...] | None:
        """None where nothing is known."""
        return self._words.get(organization_id)


last_words = LastWords()


def known_without(organization_id: UUID, wanted: TransformRequest) -> tuple[TransformRequest, Ladder]:
    """The request, and who writes: an organization's own choice where this process knows it, else rules, so that no model
    sees a text that its organization would not have shown it.
    """
    writers = last_writers_of(organization_id)
    if writers is None:
        wanted, writers = replace(wanted, tier="rules"), Writers()
    words = last_words.of(organization_id) or ()
    return writers.told(replace(wanted, glossary=words, store=False)), writers.ladder()


def told_so(organization_id: UUID, result: TransformResult, reader_language: Language) -> TransformResult:
    """The result, saying what was done without."""
    cautions = [Caution("not_kept", NOT_KEPT[reader_language])]
    if last_words.of(organization_id) is None:
        cautions.append(Caution("words_unknown", WITHOUT_WORDS[reader_language]))
    return replace(result, warnings=(*result.warnings, *cautions))
