"""What a transform does while the database is away: it goes by what this process knew last, is not kept, and says so."""

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_noop as _

from apps.transform.contracts import Caution, Language, TransformRequest, TransformResult
from apps.transform.providers.ladder import Ladder
from apps.transform.providers.writers import Writers, last_writers_of
from apps.transform.queries.known_words import known_words
from apps.transform.rewriting.reader import in_reader_language

NOT_KEPT = _("The database can't be reached right now, so this message is not kept in your history.")
WITHOUT_WORDS = _("Your glossary can't be read right now, so your organization's terms were not used.")


def without_database(organization_id: UUID, wanted: TransformRequest) -> tuple[TransformRequest, Ladder]:
    """The request, and who writes: an organization's own choice where this process knows it, else rules, so that no model
    sees a text that its organization would not have shown it.
    """
    writers = last_writers_of(organization_id)
    if writers is None:
        wanted, writers = replace(wanted, tier="rules"), Writers()
    words = known_words.last(str(organization_id)) or ()
    return writers.with_prompt(replace(wanted, glossary=words, store=False)), writers.ladder()


def with_cautions(organization_id: UUID, result: TransformResult, reader_language: Language) -> TransformResult:
    """The result, saying what was done without."""
    cautions = [Caution("not_kept", in_reader_language(NOT_KEPT, reader_language))]
    if known_words.last(str(organization_id)) is None:
        cautions.append(Caution("words_unknown", in_reader_language(WITHOUT_WORDS, reader_language)))
    return replace(result, warnings=(*result.warnings, *cautions))
