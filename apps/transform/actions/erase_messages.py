"""Delete what was transformed, with all that hangs on it (`apps.accounts.protocols.Eraser`)."""

from uuid import UUID

from django.db import connection

from apps.transform.actions.forget_answers import forget_answers_after_commit
from apps.transform.models import (
    Analytics,
    Batch,
    DailySummary,
    Embedding,
    FoundTerm,
    GlossaryTerm,
    OrganizationModel,
    OrganizationPrompt,
)
from apps.transform.queries.repeats import answered_lately
from tonebridge.events.actions.forget_events import forget_events
from tonebridge.partitions.retention import months_of

_OF_ORGANIZATIONS = (
    Embedding,
    Analytics,
    GlossaryTerm,
    FoundTerm,
    DailySummary,
    Batch,
    OrganizationModel,
    OrganizationPrompt,
)
OF_AN_ORGANIZATION = "DELETE FROM transformations WHERE organization_id = %s AND created_at >= %s AND created_at < %s"
OF_A_PERSON = "DELETE FROM transformations WHERE user_id = %s AND created_at >= %s AND created_at < %s"


def erase_messages(*, organization_id: UUID | None = None, user_id: UUID | None = None) -> None:
    """Messages, vectors and measures, a month at a time, and batches; of a whole organization its words, models and sums too.

    What a member taught the organization's glossary stays with it, without their name.
    """
    answered = answered_lately(organization_id=organization_id, user_id=user_id)
    if organization_id is not None:
        # Vectors and measures first, all at once: each message would take its own along, one by one.
        for table in _OF_ORGANIZATIONS:
            table._default_manager.filter(organization=organization_id).delete()
        forget_events(organization_id=organization_id)
    else:
        GlossaryTerm.objects.filter(created_by=user_id).update(created_by=None)
        Batch.objects.filter(user=user_id).delete()
    _erase_by_month(organization_id, user_id)
    forget_answers_after_commit(answered)


def _erase_by_month(organization_id: UUID | None, user_id: UUID | None) -> None:
    """The database's own cascades take measures and vectors along, without loading a row."""
    statement, whose = (OF_A_PERSON, user_id) if organization_id is None else (OF_AN_ORGANIZATION, organization_id)
    for month in months_of("transformations"):
        with connection.cursor() as cursor:
            cursor.execute(statement, [whose, month.start, month.end])
