"""What accounts keep beside the person and the organization themselves (`protocols.Eraser`)."""

from uuid import UUID

from django.db.models import Q

from apps.accounts.models import ApiKey, AuditRow, IdempotencyKey, Invitation, TokenFamily, UsageCounter, User
from tonebridge.queues.actions.forget_jobs import forget_jobs

OF_A_PERSON = (ApiKey, TokenFamily, IdempotencyKey)
"""Tables with a column for the user and one for the organization."""
OF_PEOPLE = ("erase_person",)
"""Kinds of jobs that go on without the organization: who left it may have been elsewhere, too."""


def erase_traces(*, organization_id: UUID | None = None, user_id: UUID | None = None) -> None:
    """Keys, sign-ins, kept answers, invitations and addresses; of a whole organization also its counters and jobs.

    The audit stays, and stays whole: it holds ids alone, and forgets from where they were used.
    """
    whole = organization_id is not None
    theirs = Q(organization=organization_id) if whole else Q(user=user_id)
    for table in OF_A_PERSON:
        table._default_manager.filter(theirs).delete()
    done = Q(organization_id=organization_id) if whole else Q(actor_id=user_id)
    AuditRow.objects.filter(done).exclude(address=None).update(address=None, address_salt=None)
    if user_id is not None:  # invitations name an address, whoever sent them; an organization's own go with it
        proven = User.objects.filter(id=user_id).exclude(email_verified_at=None)  # or anybody could withdraw another's
        Invitation.objects.filter(email__in=proven.values("email")).delete()
    if organization_id is not None:
        UsageCounter.objects.filter(organization=organization_id).delete()
        forget_jobs(organization_id=organization_id, but=OF_PEOPLE)
