"""Find the words that recur in an organization's messages and that readers may not know (a jargon radar).

Each organization is read in its own name. Only counts leave the messages, and only of words that several people wrote.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import cast
from uuid import UUID

from django.db import transaction

from apps.accounts.queries.retention import retention_days
from apps.accounts.queries.training_consent import may_learn_from
from apps.analyze.actions.find_unfamiliar_words import find_unfamiliar_words
from apps.transform.contracts import Language
from apps.transform.models import FoundTerm, GlossaryTerm, Transformation
from apps.transform.types.terminology.glossary import all_terms
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import Priority
from tonebridge.resilience import clock

DAYS = 30
FEWEST_PEOPLE, FEWEST_MESSAGES = 3, 3
"""A word of fewer is nobody's business but theirs: no row is written of it."""
MOST_MESSAGES, MOST_TERMS = 10_000, 200

Key = tuple[str, str]
"""Language, and the word in lower case."""


@dataclass
class Sightings:
    """Of one word."""

    term: str
    messages: int = 0
    people: set[UUID] = field(default_factory=set)

    @property
    def count(self) -> tuple[int, int]:
        """People, then messages."""
        return len(self.people), self.messages

    @property
    def is_enough(self) -> bool:
        """Whether it may be counted at all."""
        return len(self.people) >= FEWEST_PEOPLE and self.messages >= FEWEST_MESSAGES

    def note(self, who: UUID) -> None:
        """Once a message."""
        self.messages += 1
        self.people.add(who)


def count_terms() -> None:
    """Ask for a count of each organization that keeps messages."""
    for organization_id, days in retention_days().items():
        if days:
            payload = {"organization_id": str(organization_id)}
            enqueue_job(
                kind="count_terms", payload_ids=payload, organization_id=organization_id, priority=Priority.BULK
            )


def count_terms_of(*, organization_id: UUID) -> None:
    """Count the last 30 days anew. What was dismissed stays dismissed; what is written no more is forgotten.

    Where the owner lets nothing be learned from messages, none is read and every count is forgotten.
    """
    seen = _sightings(organization_id) if may_learn_from(organization_id) else {}
    enough = [(key, one) for key, one in seen.items() if one.is_enough]
    most = sorted(enough, key=lambda each: each[1].count, reverse=True)[:MOST_TERMS]
    _keep(organization_id, dict(most))


def _sightings(organization_id: UUID) -> dict[Key, Sightings]:
    rows = Transformation.objects.filter(
        organization_id=organization_id, created_at__gte=clock.now() - timedelta(days=DAYS)
    ).order_by("-created_at")
    own = _own_words(organization_id)
    seen: dict[Key, Sightings] = {}
    for row in rows.only("id", "created_at", "user_id", "language", "original_text")[:MOST_MESSAGES].iterator():
        for word in _words(row, own):
            seen.setdefault((row.language, word.lower()), Sightings(word)).note(row.user_id)
    return seen


def _words(row: Transformation, own: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """Of one message, each once: those that may be unknown, and those of the organization's glossary."""
    text, language = row.original_text, cast(Language, row.language)
    found = {word.lower(): word for word in find_unfamiliar_words(text=text, language=language)}
    lower = text.lower()
    return (found | {word.lower(): word for word in own.get(language, ()) if word.lower() in lower}).values()


def _own_words(organization_id: UUID) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, term in GlossaryTerm.objects.filter(organization_id=organization_id).values_list("language", "term"):
        found.setdefault(language, []).append(term)
    return found


@transaction.atomic
def _keep(organization_id: UUID, counted: Mapping[Key, Sightings]) -> None:
    rows = FoundTerm.objects.select_for_update().filter(organization_id=organization_id)
    known = {(row.language, row.term.lower()): row for row in rows}
    for key, one in counted.items():
        row = known.pop(key, None) or FoundTerm(organization_id=organization_id, term=one.term, language=key[0])
        row.people, row.messages = one.count
        row.explained, row.counted_at = key[1] in _explained(), clock.now()
        row.save()
    gone = [row.id for row in known.values() if not row.dismissed]
    FoundTerm.objects.filter(organization_id=organization_id, id__in=gone).delete()


@lru_cache(maxsize=1)
def _explained() -> frozenset[str]:
    """Spellings of the built-in glossary, in lower case."""
    return frozenset(spelling.lower() for entry in all_terms().values() for spelling in (*entry.ja, *entry.en))
