"""Write to somebody that how they sign in or where they belong has changed, or that somebody else tries to sign in: they learn of
it by nothing else.
"""

from functools import partial
from typing import Literal, get_args
from uuid import UUID

from django.db import transaction

from apps.accounts.actions.request_verification import enqueue_to_holder
from apps.accounts.contracts import ApiKeyDetails, Principal
from apps.accounts.mail import address_of, plain_name, send_mail
from apps.accounts.models import ApiKey, Organization, User
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import Priority
from tonebridge.tenancy.identity import current
from tonebridge.tenancy.system import as_system

Notice = Literal[
    "second_factor_on",
    "second_factor_off",
    "backup_codes_renewed",
    "password_changed",
    "api_key_created",
    "wrong_codes",
    "member_removed",
]
"""Each is a template of that name."""
KIND = "send_security_notice"


def notify_of(notice: Notice, user_id: UUID, *, place: UUID | None = None) -> None:
    """Leave the mail to a job, in the caller's transaction; for who belongs to no organization (staff) once that commits. A mail
    that names the organization is a job of it (`place`).
    """
    if not enqueue_to_holder(KIND, user_id, place=place, notice=notice):
        transaction.on_commit(partial(_notify_as_system, notice, user_id), robust=True)


def _notify_as_system(notice: Notice, user_id: UUID) -> None:
    """A job of no organization is the system's, which writes on a connection of its own: it can't be in the transaction."""
    with as_system("security notice"):
        ids = {"user_id": str(user_id), "notice": notice}
        enqueue_job(kind=KIND, payload_ids=ids, organization_id=None, priority=Priority.CRITICAL)


def notify_of_key(key: ApiKeyDetails, *, principal: Principal) -> None:
    """The same of a key that was just made, which the mail names: a job of the organization that has it."""
    place = principal.organization_id
    enqueue_to_holder(KIND, key.user_id, place=place, notice="api_key_created", key_id=str(key.id))


def send_security_notice(*, user_id: UUID, notice: str, key_id: UUID | None = None) -> None:
    """Send it, except to an address that isn't proven: it may be somebody else's. Raises ValueError for an unknown notice."""
    if notice not in get_args(Notice):
        raise ValueError(f"{notice!r} is no notice")
    user = User.objects.filter(id=user_id, is_active=True).exclude(email_verified_at=None).first()
    if user is None:
        return
    send_mail(
        template=notice,
        language=user.language,
        to=user.email,
        organization=_organization(),
        key=_key(user_id, key_id),
        security=address_of("security"),
        keys=address_of("api-keys"),
        reset=address_of("forgotten-password"),
    )


def _organization() -> str:
    """That of the job; empty for the system's."""
    here = current().organization_id
    row = Organization.objects.filter(id=here).first() if here else None
    return plain_name(row.name) if row else ""


def _key(user_id: UUID, key_id: UUID | None) -> dict[str, str]:
    here = current().organization_id
    if key_id is None or here is None:
        return {}
    row = ApiKey.objects.filter(id=key_id, user=user_id, organization_id=here).first()
    return {"name": plain_name(row.name), "prefix": row.prefix} if row else {}
