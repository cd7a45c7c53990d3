"""Write down who did what: the third beat of every verb that changes something."""

from uuid import UUID

from apps.accounts.contracts import Principal
from apps.accounts.models import AuditRow
from apps.accounts.queries.places import chains_of
from tonebridge.partitions.healing import in_existing_month
from tonebridge.resilience import clock
from tonebridge.telemetry.context import get_client_address, get_request_id
from tonebridge.tenancy.identity import acting_for

SYSTEM = "system"
"""The credential of what nobody asked for: schedules, commands, consequences."""
PERSON = "person"
"""The credential of people who proved who they are in another way: by a password, a link, a code."""


def record_audit(principal: Principal, action: str, *, subject: object = "") -> None:
    """Add to the chain of the caller's organization, in the caller's transaction, and late in it: racing writers wait.

    `action` is `thing.done` in lower case; `subject` is the id of what it was done to, never a text of somebody's.
    Raises IntegrityError for anything that isn't such a word or id.
    """
    append_audit(
        organization_id=principal.organization_id,
        actor_id=principal.user_id,
        credential=principal.credential,
        action=action,
        subject=subject,
    )


def record_for_person(user_id: UUID, action: str) -> None:
    """What concerns the person, such as their password: in the chain of each of their organizations."""
    for organization_id in chains_of(user_id):
        append_audit(
            organization_id=organization_id, actor_id=user_id, credential=PERSON, action=action, subject=user_id
        )


def append_audit(
    *, organization_id: UUID, actor_id: UUID | None, action: str, subject: object = "", credential: str = SYSTEM
) -> None:
    """The same where there is no principal: before a sign-in is over, and for what the product does by itself."""
    fields: dict[str, object] = {
        "organization_id": organization_id,
        "actor_id": actor_id,
        "credential": credential,
        "action": action,
        "subject": str(subject),
        "request_id": get_request_id(),
        "address": get_client_address(),
    }
    with acting_for(organization_id):
        in_existing_month(clock.now(), lambda: AuditRow.objects.append(**fields))
